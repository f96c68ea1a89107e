using System.Globalization;
using System.Text;
using EcgEdge.Acquisition.Protocols;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Tests.Protocols;

public class TextDecoderTests
{
    private const double RateHz = 250;
    private const LeadState BothOff = LeadState.PositiveOff | LeadState.NegativeOff;

    [Fact]
    public void Values_and_leads_off_as_the_usual_sketch_prints_them() =>
        Assert.Equal([(0, 512, LeadState.On), (1, 0, BothOff), (2, 0, BothOff), (3, 300, LeadState.On)], Decode("512\r\n!\r\n!\r\n300\r\n").Samples);

    [Fact]
    public void Values_with_both_pins() =>
        Assert.Equal(
            [(0, 512, LeadState.On), (1, 1023, LeadState.PositiveOff), (2, 0, LeadState.NegativeOff), (3, 0, BothOff)],
            Decode("512,0,0\n1023, 1, 0\n0;0;1\n0\t1\t1\n").Samples);

    [Theory]
    [InlineData("5x2\n")]
    [InlineData("512513\n")]
    [InlineData("512,2,0\n")]
    [InlineData("512,0,0,0,0\n")]
    [InlineData("1,2,\n")]
    [InlineData("Leads off\n")]
    [InlineData("99999999999999999999\n")]
    [InlineData("-5000\n")]
    public void A_line_that_cannot_be_read_is_one_missing_sample(string line)
    {
        var received = Decode("100\n" + line + "102\n");
        Assert.Equal([(0, 100, LeadState.On), (2, 102, LeadState.On)], received.Samples);
        Assert.True(received.Garbled > 0);
    }

    [Fact]
    public void A_line_without_end_takes_no_memory_and_is_one_missing_sample()
    {
        var received = Decode("100\n" + new string('1', 100_000) + "\n102\n");
        Assert.Equal([(0, 100, LeadState.On), (2, 102, LeadState.On)], received.Samples);
    }

    [Fact]
    public void The_rest_of_a_line_begun_before_is_passed_over()
    {
        var received = new Received();
        new TextDecoder(RateHz, 10, startsMidLine: true).Decode("12\n512\n513\n"u8, received);
        Assert.Equal([512, 513], received.Samples.Select(s => s.Counts));
    }

    [Theory]
    [InlineData(250, 1_000_000)]
    [InlineData(250, 1000)]
    [InlineData(360, 1_000_000)]
    [InlineData(360, 1000)]
    [InlineData(500, 1000)]
    [InlineData(1000, 1_000_000)]
    public void Times_tell_how_many_samples_are_missing(double rateHz, double unitsPerSecond)
    {
        var random = new Random(5);
        var text = new StringBuilder();
        var kept = new List<int>();
        for (var i = 0; i < 20_000; i++)
        {
            // Some single samples and some long stretches are missing; the device runs 1.5 % fast and its times jitter.
            if (i > 100 && (random.Next(200) == 0 || i is > 7000 and < 7300)) continue;
            var seconds = i / rateHz / 1.015 + (random.NextDouble() - 0.5) * 0.1 / rateHz;
            kept.Add(i);
            text.Append(CultureInfo.InvariantCulture, $"{(long)Math.Max(0, seconds * unitsPerSecond)},{i % 1024}\n");
        }

        var received = new Received();
        new TextDecoder(rateHz, 10, startsMidLine: false).Decode(Encoding.ASCII.GetBytes(text.ToString()), received);
        Assert.Equal(kept.Select(i => (long)i), received.Samples.Select(s => s.Index));
        Assert.Equal(0, received.Restarts);
    }

    [Fact]
    public void Microseconds_run_over_after_71_minutes()
    {
        var received = new Received();
        var decoder = new TextDecoder(RateHz, 10, startsMidLine: false);
        for (var i = 0; i < 200; i++) decoder.Decode(Encoding.ASCII.GetBytes($"{(uint)(uint.MaxValue - 400_000 + i * 4000L)},7\n"), received);
        Assert.Equal(200, received.Next);
        Assert.Equal(0, received.Lost + received.Restarts);
    }

    [Fact]
    public void A_device_whose_time_begins_anew_is_told()
    {
        var received = new Received();
        var decoder = new TextDecoder(RateHz, 10, startsMidLine: false);
        for (var i = 0; i < 100; i++) decoder.Decode(Encoding.ASCII.GetBytes($"{5_000_000 + i * 4000},7\n"), received);
        for (var i = 0; i < 100; i++) decoder.Decode(Encoding.ASCII.GetBytes($"{i * 4000},7\n"), received);
        Assert.Equal(1, received.Restarts);
        Assert.Equal(200, received.Samples.Count);
    }

    private static Received Decode(string text)
    {
        var received = new Received();
        var decoder = new TextDecoder(RateHz, 10, startsMidLine: false);
        decoder.Decode(Encoding.ASCII.GetBytes(text), received);
        return received;
    }
}
