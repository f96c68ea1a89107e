using EcgEdge.Acquisition.Devices.Linux;
using EcgEdge.Acquisition.Devices.Serial;
using EcgEdge.Acquisition.Simulation;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Sources.FrontEnd;

namespace EcgEdge.Acquisition.Tests.Sources.FrontEnd;

/// <summary>A serial line without hardware, but with the kernel's own terminals.</summary>
public sealed class SerialSourceTests : IDisposable
{
    private readonly string _link = Path.Combine(Path.GetTempPath(), $"ecgedge-{Guid.NewGuid():N}");
    private PseudoTerminal _plug;

    public SerialSourceTests()
    {
        _plug = PseudoTerminal.Open();
        File.CreateSymbolicLink(_link, _plug.Path);
    }

    public static TheoryData<FrontEndProtocol> Protocols => [.. Enum.GetValues<FrontEndProtocol>()];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Every_sample_arrives_with_its_index(FrontEndProtocol protocol)
    {
        using var reader = new Reader(Source());
        reader.Until(() => reader.HasOpened, "opened");
        using var sender = new Sender(new VirtualFrontEndOptions { Protocol = protocol }, Send);
        reader.Until(() => reader.Values.Length > 500, "two seconds of samples");

        var values = reader.Values;
        Assert.All(values.Zip(values.Skip(1)), p => Assert.Equal(1, p.Second.Index - p.First.Index));
        Assert.All(values.Zip(values.Skip(1)), p => Assert.Equal(1, (p.Second.Millivolts - p.First.Millivolts + 1000) % 1000));
    }

    [Fact]
    public void A_front_end_that_pauses_is_missing_and_comes_back_in_its_place()
    {
        var source = Source();
        using var reader = new Reader(source);
        using var sender = new Sender(new VirtualFrontEndOptions(), Send);
        reader.Until(() => reader.Values.Length > 100, "samples");
        var (first, firstValue) = (reader.Values[0].Index, (int)reader.Values[0].Millivolts);

        sender.IsMuted = true;
        reader.Until(() => source.Health.Problem is not null, "the silence is told");
        reader.Until(() => float.IsNaN(reader.Samples[^1].Millivolts), "missing samples go on");
        var before = reader.Values.Length;
        sender.IsMuted = false;
        reader.Until(() => reader.Values.Length > before + 100, "samples again");

        Assert.Null(source.Health.Problem);
        Assert.True(source.Health.LostSamples > 100);
        InStep(reader.Values, first, firstValue);
        Assert.Equal(reader.Samples.Length, reader.Samples.Select(s => s.Index).Distinct().Count());
    }

    [Fact]
    public void Samples_that_were_held_back_too_long_are_thrown_away_and_never_told_twice()
    {
        var source = Source();
        using var reader = new Reader(source);
        using var sender = new Sender(new VirtualFrontEndOptions(), Send);
        reader.Until(() => reader.Values.Length > 100, "samples");
        var (first, firstValue) = (reader.Values[0].Index, (int)reader.Values[0].Millivolts);

        sender.IsIdle = true;
        reader.Until(() => float.IsNaN(reader.Samples[^1].Millivolts), "samples are given up");
        var before = reader.Values.Length;
        sender.IsIdle = false;
        reader.Until(() => reader.Values.Length > before + 100, "samples again");

        Assert.True(source.Health.LateSamples > 0);
        InStep(reader.Values, first, firstValue);
    }

    [Fact]
    public void An_unplugged_device_is_noticed_within_a_second_and_opened_again_under_its_name()
    {
        var source = Source();
        using var reader = new Reader(source);
        using var sender = new Sender(new VirtualFrontEndOptions(), Send);
        reader.Until(() => reader.Values.Length > 100, "samples");

        File.Delete(_link);
        _plug.Dispose();
        var unplugged = TimeProvider.System.GetTimestamp();
        reader.Until(() => source.Health.Problem is not null, "the loss is told");
        Assert.True(TimeProvider.System.GetElapsedTime(unplugged) < TimeSpan.FromSeconds(1), "told too late");
        reader.Until(() => float.IsNaN(reader.Samples[^1].Millivolts), "missing samples go on");

        _plug = PseudoTerminal.Open();
        File.CreateSymbolicLink(_link, _plug.Path);
        var before = reader.Values.Length;
        reader.Until(() => reader.Values.Length > before + 100, "samples again");
        Assert.Null(source.Health.Problem);
        Assert.Equal(2, source.Health.Connections);
        Assert.Equal(reader.Samples.Length, reader.Samples.Select(s => s.Index).Distinct().Count());
        Assert.All(reader.Samples.Zip(reader.Samples.Skip(1)), p => Assert.True(p.Second.Index > p.First.Index && p.Second.At >= p.First.At));
    }

    [Fact]
    public void A_device_whose_name_goes_while_its_descriptor_stays_silent_is_gone()
    {
        var source = Source();
        using var reader = new Reader(source);
        reader.Until(() => reader.HasOpened, "opened");
        File.Delete(_link);
        reader.Until(() => source.Health.Problem?.Contains("gone", StringComparison.Ordinal) == true, "the loss is told");
    }

    [Fact]
    public void A_device_that_is_not_there_yet_is_waited_for()
    {
        File.Delete(_link);
        var source = Source();
        using var reader = new Reader(source);
        reader.Until(() => source.Health.Problem is not null, "its absence is told");
        Assert.Contains(_link, source.Health.Problem, StringComparison.Ordinal);
        File.CreateSymbolicLink(_link, _plug.Path);
        using var sender = new Sender(new VirtualFrontEndOptions(), Send);
        reader.Until(() => reader.Values.Length > 50, "samples");
    }

    [Fact]
    public void A_front_end_at_another_rate_is_refused()
    {
        using var reader = new Reader(Source());
        using var sender = new Sender(new VirtualFrontEndOptions(), Send, trueRateHz: 500);
        reader.ToTheEnd();
        Assert.Contains("250 are configured", reader.Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Leads_off_is_a_state_and_settles_afterwards()
    {
        using var reader = new Reader(Source());
        reader.Until(() => reader.HasOpened, "opened");
        Send([.. "5\n6\n7\n"u8, .. "!\n!\n"u8]);
        for (var i = 0; i < 200; i++) Send([.. "512\n"u8]);
        reader.Until(() => reader.Samples.Length > 150, "samples");

        var samples = reader.Samples.SkipWhile(s => s.Leads == LeadState.On).ToArray();
        Assert.All(samples[..2], s => Assert.Equal(LeadState.PositiveOff | LeadState.NegativeOff, s.Leads));
        Assert.All(samples[2..127], s => Assert.Equal(LeadState.Settling, s.Leads));
        Assert.Equal(LeadState.On, samples[127].Leads);
    }

    [Fact]
    public unsafe void A_line_is_taken_for_this_process_alone()
    {
        const nuint GetExclusive = 0x80045440;
        using var line = SerialLine.Open(_plug.Path, 115200);
        // Root may open an exclusive line all the same, so the kernel is asked rather than tried.
        using var second = DeviceFile.Open(_plug.Path);
        var isExclusive = 0;
        second.Control(GetExclusive, &isExclusive, "is no terminal");
        Assert.Equal(1, isExclusive);
    }

    [Fact]
    public void What_is_not_a_serial_line_is_refused_by_name()
    {
        var e = Assert.Throws<IOException>(() => SerialLine.Open("/dev/null", 115200));
        Assert.Contains("/dev/null: is not a serial line", e.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _plug.Dispose();
        File.Delete(_link);
    }

    private static void InStep(Reader.Sample[] values, long first, int firstValue) =>
        Assert.All(values, v => Assert.Equal((firstValue + v.Index - first) % 1000, v.Millivolts));

    private FrontEndSource Source() => new(
        new SerialPort(_link, 115200),
        new FrontEndOptions { SampleRateHz = 250, Bits = 10, Chain = new AnalogChain { VoltsPerCount = 0.001, Gain = 1 } },
        TimeProvider.System);

    private void Send(byte[] bytes)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length;) sent += _plug.Write(bytes.AsSpan(sent));
        }
        catch (ObjectDisposedException)
        {
            // Unplugged.
        }
        catch (IOException)
        {
            // Unplugged.
        }
    }
}
