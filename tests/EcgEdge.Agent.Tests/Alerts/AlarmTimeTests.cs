using EcgEdge.Agent.Alerts;

namespace EcgEdge.Agent.Tests.Alerts;

/// <summary>
/// From the event to the alert, in samples. IEC 60601-2-27 allows a rate alarm 10 s; bedside monitors state 6 to 11 s for a step of the rate
/// from 80 to 120 and from 80 to 40 with the limit between.
/// </summary>
public sealed class AlarmTimeTests
{
    private const int Rate = EcgScript.Rate;

    [Theory]
    [InlineData(80, 120, 100)]
    [InlineData(80, 120, 110)]
    [InlineData(60, 150, 140)]
    [InlineData(80, 200, 140)]
    public void A_step_up_is_told_within_ten_seconds(double before, double after, double limit)
    {
        var options = new AlertOptions { Tachy = new RateOptions { LimitBpm = limit } };
        Assert.InRange(SamplesTo(AlertKind.RateTachy, options, before, after), 2 * Rate, 10 * Rate);
    }

    [Theory]
    [InlineData(80, 40, 60)]
    [InlineData(80, 40, 50)]
    [InlineData(80, 30, 40)]
    public void A_step_down_is_told_within_ten_seconds(double before, double after, double limit)
    {
        var options = new AlertOptions { Brady = new RateOptions { LimitBpm = limit } };
        Assert.InRange(SamplesTo(AlertKind.RateBrady, options, before, after), 2 * Rate, 10 * Rate);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(10)]
    public void Asystole_is_told_when_its_seconds_are_over_and_no_sooner(double seconds)
    {
        using var script = new EcgScript(new AlertOptions { Asystole = new SilenceOptions { AfterSeconds = seconds } }, blockSize: 1).Heart(30, 72).Line(15);
        var samples = (script.When(AlertKind.RhythmAsystole, AlertState.Raised) - script.LastBeatSeconds) * Rate;
        // The filter's delay and the time a beat on its way is waited for.
        Assert.InRange(samples, seconds * Rate, (seconds + 0.6) * Rate);
    }

    [Fact]
    public void Ventricular_tachycardia_is_told_with_its_third_beat()
    {
        var player = new BeatPlayer().Play("NNNNNN", 0.8);
        var begun = (long)(player.Seconds * BeatPlayer.Rate);
        player.Play("VVVVVV", 0.4);
        Assert.Equal(begun + 3 * 100, player.Alerts.First(a => a.Alert.Kind == AlertKind.RhythmVt).At);
    }

    private static double SamplesTo(string kind, AlertOptions options, double before, double after)
    {
        using var script = new EcgScript(options, blockSize: 1).Heart(60, before);
        Assert.Empty(script.Of(kind));
        var step = script.LastBeatSeconds;
        script.Heart(30, after);
        var samples = (script.When(kind, AlertState.Raised) - step) * Rate;
        TestContext.Current.TestOutputHelper?.WriteLine($"{kind} {before} to {after}: {samples / Rate:0.0} s");
        return samples;
    }
}
