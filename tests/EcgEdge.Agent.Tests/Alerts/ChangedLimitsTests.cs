using EcgEdge.Agent.Alerts;

namespace EcgEdge.Agent.Tests.Alerts;

/// <summary>Limits that are changed while the heart beats.</summary>
public class ChangedLimitsTests
{
    [Fact]
    public void Only_the_kind_whose_limit_changed_begins_anew()
    {
        using var script = new EcgScript();
        script.Heart(30, 160);
        Assert.Equal("rate.tachy Raised", script.Story());

        // Another kind's limit leaves the open episode alone.
        script.Pipeline.Use(Without(new AlertOptions() with { Brady = new RateOptions { LimitBpm = 45 } }));
        script.Heart(10, 160);
        Assert.Equal("rate.tachy Raised", script.Story());

        script.Pipeline.Use(Without(new AlertOptions() with { Tachy = new RateOptions { LimitBpm = 180 } }));
        script.Heart(20, 160);
        Assert.Equal("rate.tachy Raised, rate.tachy Cleared", script.Story());

        script.Pipeline.Use(Without(new AlertOptions()));
        script.Heart(20, 160);
        Assert.Equal("rate.tachy Raised, rate.tachy Cleared, rate.tachy Raised", script.Story());
        Assert.Equal(0, script.Pipeline.Gaps);
    }

    [Fact]
    public void A_change_of_another_kind_does_not_delay_asystole()
    {
        using var script = new EcgScript();
        script.Heart(20, 72).Line(2);
        script.Pipeline.Use(Without(new AlertOptions() with { Tachy = new RateOptions { LimitBpm = 150 } }));
        script.Line(4);
        Assert.InRange(script.When(AlertKind.RhythmAsystole, AlertState.Raised) - script.LastBeatSeconds, 4, 5);
    }

    [Fact]
    public void A_shorter_asystole_counts_from_the_change_on_and_ends_the_heart_rate_as_soon()
    {
        using var script = new EcgScript();
        script.Heart(20, 72);
        script.Pipeline.Use(Without(new AlertOptions() with { Asystole = new SilenceOptions { AfterSeconds = 3 } }));
        script.Heart(20, 72).Line(5);
        Assert.InRange(script.When(AlertKind.RhythmAsystole, AlertState.Raised) - script.LastBeatSeconds, 3, 3.9);
        Assert.Null(script.Pipeline.Vitals.HeartRateBpm);
    }

    [Fact]
    public void A_kind_that_is_switched_off_ends()
    {
        using var script = new EcgScript();
        script.Heart(20, 160);
        script.Pipeline.Use(Without(new AlertOptions() with { Tachy = new RateOptions { LimitBpm = 140, Enabled = false } }));
        script.Heart(20, 160);
        Assert.Equal("rate.tachy Raised, rate.tachy Cleared", script.Story());
    }

    private static AlertOptions Without(AlertOptions options) => options with { Anomaly = new AlertRuleOptions { Enabled = false } };
}
