using EcgEdge.Acquisition.Protocols;
using EcgEdge.Acquisition.Simulation;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Tests.Protocols;

namespace EcgEdge.Acquisition.Tests.Simulation;

public class VirtualFrontEndTests
{
    [Fact]
    public void Faults_are_read_from_words() => Assert.Equal(
        new Faults { DropByte = 0.001, FlipBit = 0.5, DriftPercent = -3, StuckEverySeconds = 5, LeadsOffEverySeconds = 10, UnplugEverySeconds = 20 },
        Faults.Parse(["drop:0.001", "flip:0.5", "drift:-3", "stuck:5", "leads-off:10", "unplug:20"]));

    [Theory]
    [InlineData("drop")]
    [InlineData("drop:2")]
    [InlineData("drop:NaN")]
    [InlineData("drift:99")]
    [InlineData("stuck:-1")]
    [InlineData("fire:1")]
    public void Words_that_mean_nothing_are_refused_by_name(string word) =>
        Assert.Contains(word, Assert.Throws<FormatException>(() => Faults.Parse([word])).Message, StringComparison.Ordinal);

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        Assert.Equal(Bytes(new Faults { DropByte = 0.01, FlipBit = 0.1 }, 7), Bytes(new Faults { DropByte = 0.01, FlipBit = 0.1 }, 7));
        Assert.NotEqual(Bytes(new Faults { DropByte = 0.01 }, 7), Bytes(new Faults { DropByte = 0.01 }, 8));
    }

    [Fact]
    public void Damage_is_seen_by_a_decoder_as_gaps_and_nothing_else()
    {
        var received = new Received();
        new FrameDecoder().Decode(Bytes(new Faults { DropByte = 0.002, FlipBit = 0.02 }, 3), received);
        Assert.True(received.Lost > 0 && received.Garbled > 0);
        Assert.Equal(0, received.Restarts);
        Assert.All(received.Samples, s => Assert.Equal(512 + (int)(s.Index % 100), s.Counts));
    }

    [Fact]
    public void Electrodes_fall_off_and_values_stick()
    {
        var received = new Received();
        new FrameDecoder().Decode(Bytes(new Faults { LeadsOffEverySeconds = 10, StuckEverySeconds = 10 }, 3), received);
        Assert.Contains(received.Samples, s => s.Leads == LeadState.PositiveOff);
        Assert.Contains(received.Samples.Zip(received.Samples.Skip(1)), p => p.First is { Leads: LeadState.On } && p.First.Counts == p.Second.Counts);
    }

    private static byte[] Bytes(Faults faults, int seed)
    {
        var next = 0;
        var options = new VirtualFrontEndOptions { Faults = faults, Seed = seed };
        options = options with { Chain = options.Chain with { ZeroCounts = 512, Gain = 1, VoltsPerCount = 0.001 } };
        var frontEnd = new VirtualFrontEnd(options, () => next++ % 100);
        var bytes = new List<byte>();
        while (frontEnd.Samples < 60 * 250) bytes.AddRange(frontEnd.Next());
        return [.. bytes];
    }
}
