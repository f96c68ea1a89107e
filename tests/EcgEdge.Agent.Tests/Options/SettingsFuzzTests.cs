using System.Text;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace EcgEdge.Agent.Tests.Options;

/// <summary>Whatever stands in a file, on the command line or in a patch: it is used, or an <see cref="OptionsException"/> says why not.</summary>
[Collection(nameof(ProcessEnvironment))]
public sealed class SettingsFuzzTests : IDisposable
{
    private static readonly int s_inputs = Environment.GetEnvironmentVariable("ECGEDGE_NIGHTLY") == "1" ? 100_000 : 5_000;
    private static readonly byte[] s_sample = File.ReadAllBytes(Path.Combine(EcgEdge.Tests.TestData.Root, "agent", "appsettings.sample.jsonc"));

    /// <summary>Tokens that mean something somewhere, and some that never do.</summary>
    private static readonly string[] s_pieces =
    [
        "Http", "Port", "Mqtt", "Host", "Channels", "Source", "Kind", "Speed", "Alerts", "Logging", "LogLevel", "Default", "Storage", "Directory", "Device", "Name",
        "0", "1", "-1", "99999999999999999999", "1e400", "NaN", "Infinity", "true", "null", "", " ", ":", "::", "\0", "\u00e9\u2665", "__", "=", "--", "$schema", "int8", "../..",
    ];

    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Mutated_files_are_used_or_refused_in_words()
    {
        var used = 0;
        Check(s_inputs / 2, Gen.ArrayOf(Mutation), mutations =>
        {
            var bytes = mutations.Take(6).Aggregate(s_sample, (text, mutate) => mutate(text));
            used += Try(() => OptionsReader.Read(Only(bytes))) ? 1 : 0;
        });
        Assert.InRange(used, 1, s_inputs / 2 - 1);
    }

    [Fact]
    public void Keys_and_values_of_all_kinds_are_used_or_refused_in_words()
    {
        var used = 0;
        var text = Gen.OneOf(Gen.Elements(s_pieces), ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""));
        var key = Gen.ArrayOf(Gen.Elements(s_pieces)).Select(p => string.Join(':', p.Take(6)));
        Check(s_inputs / 2, Gen.ArrayOf(Gen.Zip(key, text)), settings =>
        {
            var arguments = settings.Take(5).Select(s => $"--{s.Item1}={s.Item2}").Append($"--Storage:Directory={_folder.Path}").ToArray();
            used += Try(() => OptionsReader.Read(SettingsPlaces.Of(arguments, _folder["none"]).Gather())) ? 1 : 0;
        });
        Assert.InRange(used, 1, s_inputs / 2 - 1);
    }

    /// <summary>Ways to spoil a file: a byte changed, a stretch left out, doubled or swapped for a token.</summary>
    private static Gen<Func<byte[], byte[]>> Mutation =>
        from kind in Gen.Choose(0, 3)
        from at in Gen.Choose(0, int.MaxValue)
        from length in Gen.Choose(1, 40)
        from value in Gen.Choose(0, 255)
        from piece in Gen.Elements(s_pieces)
        select (Func<byte[], byte[]>)(text => text.Length == 0 ? text : Spoil(text, kind, at % text.Length, length, (byte)value, piece));

    private static byte[] Spoil(byte[] text, int kind, int first, int length, byte value, string piece)
    {
        var end = Math.Min(text.Length, first + length);
        return kind switch
        {
            0 => [.. text[..first], value, .. text[(first + 1)..]],
            1 => [.. text[..first], .. text[end..]],
            2 => [.. text[..end], .. text[first..]],
            _ => [.. text[..first], .. Encoding.UTF8.GetBytes(piece), .. text[end..]],
        };
    }

    private Microsoft.Extensions.Configuration.IConfiguration Only(byte[] bytes)
    {
        File.WriteAllBytes(_folder["fuzz.json"], bytes);
        return SettingsPlaces.Only(_folder["fuzz.json"]);
    }

    private static bool Try(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (OptionsException e)
        {
            Assert.NotEmpty(e.Errors);
            Assert.All(e.Errors, Assert.NotEmpty);
            return false;
        }
    }

    private static void Check<T>(int inputs, Gen<T> generator, Action<T> holds) =>
        // A fixed seed, so that a failure on one machine is a failure on all; FsCheck prints the smallest case it finds.
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(inputs).WithReplay(20_26, 11), Prop.ForAll(generator.ToArbitrary(), holds));
}
