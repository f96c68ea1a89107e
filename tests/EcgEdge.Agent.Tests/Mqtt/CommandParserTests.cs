using System.Text;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace EcgEdge.Agent.Tests.Mqtt;

[Collection(nameof(WatchedMemory))]
public sealed class CommandParserTests
{
    private const string Id = "01890a5d-ac96-774b-bcce-b302099a8057";

    private static readonly int s_inputs = Environment.GetEnvironmentVariable("ECGEDGE_NIGHTLY") == "1" ? 100_000 : 5_000;

    private static readonly string[] s_good =
    [
        """{"command":"ack"}""",
        $$"""{"command":"ack","id":"{{Id}}","requestId":"7"}""",
        """{"command":"snooze","kind":"beat.pvc","minutes":30}""",
        """ { "minutes" : 0, "kind":"rhythm.vt" , "command":"snooze"}""",
        """{"command":"calibrate","requestId":"\u00e4\n"}""",
    ];

    [Fact]
    public void Commands_are_read()
    {
        ChannelCommand[] read = [.. s_good.Select(text => Parse(text).Command!)];
        Assert.Equal(
        [
            new AcknowledgeCommand(null, null), new AcknowledgeCommand(Guid.Parse(Id), "7"), new SnoozeCommand("beat.pvc", 30, null),
            new SnoozeCommand("rhythm.vt", 0, null), new CalibrateCommand("\u00e4\n"),
        ], read);
    }

    [Theory]
    [InlineData("", "no flat JSON object")]
    [InlineData("ack", "no flat JSON object: it breaks off at byte 0 of line 1")]
    [InlineData("null", "no JSON object")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{\"command\":\"ack\"", "breaks off")]
    [InlineData("{\"command\":\"ack\"} {}", "breaks off")]
    [InlineData("{\"command\":\"ack\",}", "breaks off")]
    [InlineData("{\"command\":\"ack\",\"id\":{}}", "breaks off")]
    [InlineData("{\"command\":{\"command\":\"ack\"}}", "breaks off")]
    [InlineData("{\"command\":[]}", "breaks off")]
    [InlineData("{}", "command is missing; expected ack, snooze or calibrate")]
    [InlineData("{\"command\":7}", "command is of the wrong type; expected a string")]
    [InlineData("{\"command\":null}", "command is of the wrong type")]
    [InlineData("{\"command\":\"reboot\\n\"}", "command is 'reboot?'; expected ack, snooze or calibrate")]
    [InlineData("{\"command\":\"ack\",\"command\":\"ack\"}", "command is there twice")]
    [InlineData("{\"command\":\"ack\",\"ID\":\"x\"}", "'ID' is not understood; expected command, id, kind, minutes, requestId")]
    [InlineData("{\"command\":\"ack\",\"id\":\"7\"}", "id is '7'; expected the id of an alert")]
    [InlineData("{\"command\":\"ack\",\"minutes\":7}", "minutes does not go with ack")]
    [InlineData("{\"command\":\"calibrate\",\"kind\":\"x\"}", "kind does not go with calibrate")]
    [InlineData("{\"command\":\"snooze\",\"minutes\":7}", "kind is missing")]
    [InlineData("{\"command\":\"snooze\",\"kind\":\"beat.pvc\"}", "minutes is missing")]
    [InlineData("{\"command\":\"snooze\",\"kind\":\"beat.pvc\",\"minutes\":1.5}", "minutes is of the wrong type; expected a whole number")]
    [InlineData("{\"command\":\"snooze\",\"kind\":\"beat.pvc\",\"minutes\":1e99}", "minutes is of the wrong type")]
    [InlineData("{\"command\":\"snooze\",\"kind\":\"beat.pvc\",\"minutes\":\"30\"}", "minutes is of the wrong type")]
    [InlineData("{\"command\":\"\\ud800\"}", "text that is no Unicode")]
    public void What_is_no_command_is_refused_in_one_sentence(string text, string why) =>
        Assert.Contains(why, Parse(text).Problem, StringComparison.Ordinal);

    [Fact]
    public void Long_deep_and_binary_ones_are_refused()
    {
        Assert.Equal("the command has more than 4096 bytes", Parse($$"""{"command":"ack","requestId":"{{new string('x', 5000)}}"}""").Problem);
        Assert.Equal("requestId has 65 characters; expected at most 64", Parse($$"""{"command":"ack","requestId":"{{new string('x', 65)}}"}""").Problem);
        Assert.Contains("no JSON object", Parse(new string('[', 4000)).Problem, StringComparison.Ordinal);
        Assert.Contains("breaks off", Parse(string.Concat(Enumerable.Repeat("{\"command\":", 300))).Problem, StringComparison.Ordinal);
        byte[] binary = [0xFF, 0xFE, 0x00, 0x80];
        Assert.False(CommandParser.TryParse(binary, out _, out var problem));
        Assert.Contains("breaks off", problem, StringComparison.Ordinal);
        byte[] broken = [.. "{\"command\":\""u8, 0xFF, .. "\"}"u8];
        Assert.False(CommandParser.TryParse(broken, out _, out problem));
        Assert.NotNull(problem);
    }

    /// <summary>Random bytes, and good commands with bytes changed, left out, doubled and put in: an answer every time, and no growth.</summary>
    [Fact]
    public void Whatever_the_bytes_there_is_an_answer()
    {
        var any = Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf();
        var mutated =
            from text in Gen.Elements(s_good)
            from seed in Gen.Choose(0, int.MaxValue - 1)
            select Mutate(Encoding.UTF8.GetBytes(text), new Random(seed));
        var config = Config.QuickThrowOnFailure.WithMaxTest(s_inputs).WithReplay(20261125, 1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        FsCheck.Check.One(config, Prop.ForAll(Gen.OneOf(any, mutated, mutated).ToArbitrary(), (Action<byte[]>)Answered));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 4 << 20);
    }

    private static void Answered(byte[] bytes)
    {
        var isCommand = CommandParser.TryParse(bytes, out var command, out var problem);
        Assert.Equal(isCommand, command is not null);
        Assert.Equal(!isCommand, problem is not null);
        if (problem is null) return;
        Assert.InRange(problem.Length, 10, 200);
        Assert.DoesNotContain(problem, c => char.IsControl(c));
    }

    private static byte[] Mutate(byte[] good, Random random)
    {
        var bytes = good.ToList();
        for (var n = random.Next(1, 6); n > 0 && bytes.Count > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, "{}[]\",:\\u0e+-\n\0"u8[random.Next(15)]); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 20)))); break;
                default: bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 10))); break;
            }
        }

        return [.. bytes];
    }

    private static (ChannelCommand? Command, string? Problem) Parse(string text)
    {
        _ = CommandParser.TryParse(Encoding.UTF8.GetBytes(text), out var command, out var problem);
        return (command, problem);
    }
}
