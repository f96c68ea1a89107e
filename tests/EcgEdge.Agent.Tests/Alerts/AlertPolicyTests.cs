using System.Reflection;
using System.Text.Json;
using EcgEdge.Acquisition.Signal.Quality;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Alerts;

/// <summary>Rates, silence and the signal itself, through the whole pipeline.</summary>
public class AlertPolicyTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(72)]
    [InlineData(107)]
    [InlineData(130)]
    public void A_clean_heart_within_the_limits_raises_nothing(double bpm)
    {
        // A heart of 40 sways by a few beats about the limit of 40.
        using var script = new EcgScript(new AlertOptions { Brady = new RateOptions { LimitBpm = 35 } }).Heart(120, bpm);
        Assert.Equal("", script.Story());
    }

    [Theory]
    [InlineData(80, 36)]
    [InlineData(80, 30)]
    [InlineData(60, 25)]
    public void A_slow_heart_is_told_within_ten_seconds_and_cleared(double before, double slow)
    {
        using var script = new EcgScript(new AlertOptions { Pause = new SilenceOptions { AfterSeconds = 9 } }).Heart(60, before);
        script.Heart(60, slow);
        var raised = script.Of(AlertKind.RateBrady)[0];
        Assert.InRange(script.When(AlertKind.RateBrady, AlertState.Raised), 61, 70);
        Assert.Equal((AlertPriority.Medium, 40), (raised.Priority, raised.Threshold));
        Assert.InRange(raised.HeartRateBpm!.Value, slow - 2, 40);
        Assert.Equal(raised.HeartRateBpm, raised.Score);
        script.Heart(30, 80);
        Assert.Equal("rate.brady Raised, rate.brady Cleared", script.Story());
        Assert.InRange(script.When(AlertKind.RateBrady, AlertState.Cleared), 120, 130);
        Assert.InRange(script.Of(AlertKind.RateBrady)[^1].Score, slow - 3, slow + 2);
    }

    [Theory]
    [InlineData(80, 155)]
    [InlineData(80, 180)]
    public void A_fast_heart_is_told_within_ten_seconds_and_cleared(double before, double fast)
    {
        using var script = new EcgScript().Heart(60, before).Heart(60, fast).Heart(30, 80);
        Assert.InRange(script.When(AlertKind.RateTachy, AlertState.Raised), 61, 70);
        Assert.InRange(script.When(AlertKind.RateTachy, AlertState.Cleared), 120, 130);
        Assert.Equal("rate.tachy Raised, rate.tachy Cleared", script.Story());
        Assert.InRange(script.Of(AlertKind.RateTachy)[^1].Score, fast - 6, fast + 10);
    }

    [Fact]
    public void A_flat_line_with_leads_on_is_a_pause_then_asystole_by_the_clock()
    {
        using var script = new EcgScript().Heart(30, 72).Line(20);
        var last = script.LastBeatSeconds;
        Assert.Equal("rhythm.pause Raised, rhythm.asystole Raised, rhythm.pause Cleared", script.Story());
        Assert.InRange(script.When(AlertKind.RhythmPause, AlertState.Raised) - last, 3, 3.6);
        Assert.InRange(script.When(AlertKind.RhythmAsystole, AlertState.Raised) - last, 4, 4.6);
        var alert = script.Of(AlertKind.RhythmAsystole)[0];
        Assert.Equal((AlertPriority.High, 4, null), (alert.Priority, alert.Threshold, alert.HeartRateBpm));
        Assert.InRange(alert.StartIndex / 250.0, last - 0.05, last + 0.05);
        Assert.Null(script.Pipeline.Vitals.HeartRateBpm);
        Assert.True(script.Of(AlertKind.RhythmAsystole)[^1].Score > 12, "it is told anew while it lasts");

        script.Heart(20, 72);
        Assert.EndsWith("rhythm.pause Cleared, rhythm.asystole Cleared", script.Story(), StringComparison.Ordinal);
        Assert.InRange(script.Of(AlertKind.RhythmAsystole)[^1].Score, 19, 22);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    public void Asystole_comes_after_the_seconds_that_are_set(double seconds)
    {
        var options = new AlertOptions { Asystole = new SilenceOptions { AfterSeconds = seconds } };
        using var script = new EcgScript(options).Heart(30, 72).Line(12, 0.01);
        Assert.InRange(script.When(AlertKind.RhythmAsystole, AlertState.Raised) - script.LastBeatSeconds, seconds, seconds + 0.6);
    }

    [Fact]
    public void Asystole_counts_from_the_start_of_the_signal()
    {
        using var script = new EcgScript().Line(6, 0.01);
        Assert.Equal("rhythm.asystole Raised", script.Story());
    }

    [Fact]
    public void A_short_silence_is_a_pause_and_no_asystole_and_a_shorter_one_is_nothing()
    {
        using var script = new EcgScript().Heart(30, 72).Line(2.4, 0.01).Heart(30, 72);
        Assert.Equal("rhythm.pause Raised, rhythm.pause Cleared", script.Story());
        Assert.InRange(script.Of(AlertKind.RhythmPause)[^1].Score, 3, 4);
        using var shorter = new EcgScript().Heart(30, 72).Line(1.2, 0.01).Heart(30, 72);
        Assert.Equal("", shorter.Story());
    }

    [Fact]
    public void Leads_off_is_a_technical_alert_and_no_asystole()
    {
        using var script = new EcgScript().Heart(30, 72).Line(20, leads: LeadState.PositiveOff);
        Assert.Equal("signal.leads-off Raised", script.Story());
        Assert.InRange(script.When(AlertKind.SignalLeadsOff, AlertState.Raised), 33, 34.1);
        Assert.Null(script.Of(AlertKind.SignalLeadsOff)[0].HeartRateBpm);
        Assert.Single(script.Strips);
        script.Heart(20, 72);
        Assert.Equal("signal.leads-off Raised, signal.leads-off Cleared", script.Story());
        Assert.InRange(script.When(AlertKind.SignalLeadsOff, AlertState.Cleared), 53, 54.1);
        Assert.InRange(script.Of(AlertKind.SignalLeadsOff)[^1].Score, 19, 21);
    }

    [Fact]
    public void Contact_lost_for_a_moment_is_none()
    {
        using var script = new EcgScript().Heart(30, 72).Line(1, leads: LeadState.NegativeOff).Heart(30, 72);
        Assert.Equal("", script.Story());
    }

    [Fact]
    public void Leads_that_come_off_end_asystole()
    {
        using var script = new EcgScript().Heart(30, 72).Line(8).Line(8, leads: LeadState.NegativeOff);
        Assert.EndsWith("rhythm.asystole Cleared, signal.leads-off Raised", script.Story(), StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_that_hides_the_heart_is_poor_signal_and_gates_the_heart()
    {
        using var script = new EcgScript().Heart(30, 72).Line(30, 0.8);
        Assert.Contains("signal.poor Raised", script.Story(), StringComparison.Ordinal);
        Assert.InRange(script.When(AlertKind.SignalPoor, AlertState.Raised), 39, 43);
        Assert.Equal(AlertPriority.Low, script.Of(AlertKind.SignalPoor)[0].Priority);
        Assert.DoesNotContain("rhythm.", script.Story(), StringComparison.Ordinal);
        Assert.DoesNotContain("rate.", script.Story(), StringComparison.Ordinal);
        script.Heart(40, 72);
        Assert.EndsWith("signal.poor Cleared", script.Story(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lost_samples_are_told_when_the_source_is_back_and_are_no_asystole()
    {
        using var script = new EcgScript().Heart(30, 72).Lose(600).Heart(20, 72);
        Assert.Equal("source.lost Raised, source.lost Cleared", script.Story());
        var alert = script.Of(AlertKind.SourceLost)[0];
        Assert.Equal((30 * 250, 600), (alert.StartIndex, alert.Score));
        Assert.True(Assert.Single(script.Strips).Millivolts.Length < 120 * 250);
        using var moment = new EcgScript().Heart(30, 72).Lose(2).Heart(20, 72);
        Assert.Equal("", moment.Story());
    }

    [Fact]
    public void Samples_without_a_value_are_lost_ones()
    {
        var nothing = new float[10 * 250];
        Array.Fill(nothing, float.NaN);
        using var script = new EcgScript().Heart(30, 72).Play(nothing, LeadState.On);
        Assert.Equal("source.lost Raised", script.Story());
        Assert.InRange(script.When(AlertKind.SourceLost, AlertState.Raised), 33, 34.1);
    }

    [Fact]
    public void A_source_that_fails_leaves_one_alert_open_and_one_that_ends_none()
    {
        using var failed = new EcgScript().Heart(30, 72).Line(6);
        failed.Pipeline.End("the device is gone");
        var open = failed.Alerts.GroupBy(a => a.Alert.Id).Select(g => g.Last().Alert).Where(a => a.State != AlertState.Cleared);
        var lost = Assert.Single(open);
        Assert.Equal(AlertKind.SourceLost, lost.Kind);
        Assert.Contains("the device is gone", lost.Message, StringComparison.Ordinal);

        using var ended = new EcgScript().Heart(30, 72).Line(6);
        ended.Pipeline.End();
        Assert.Empty(ended.Of(AlertKind.SourceLost));
        Assert.EndsWith("rhythm.asystole Cleared", ended.Story(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tachycardia_is_not_raised_again_within_its_cooldown()
    {
        static EcgScript Twice(int cooldown) =>
            new EcgScript(new AlertOptions { Tachy = new RateOptions { LimitBpm = 140, CooldownSeconds = cooldown } })
                .Heart(20, 80).Heart(20, 170).Heart(20, 80).Heart(20, 170).Heart(20, 80);
        using var quiet = Twice(60);
        using var loud = Twice(0);
        Assert.Equal(1, quiet.Of(AlertKind.RateTachy).Count(a => a.State == AlertState.Raised));
        Assert.Equal(2, loud.Of(AlertKind.RateTachy).Count(a => a.State == AlertState.Raised));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(997)]
    public void Alerts_do_not_depend_on_the_size_of_blocks(int blockSize)
    {
        Assert.Equal(Told(10), Told(blockSize));

        static string Told(int size)
        {
            using var script = new EcgScript(blockSize: size).Heart(20, 72).Line(6).Heart(20, 170).Line(5, leads: LeadState.PositiveOff).Heart(20, 34);
            script.Pipeline.End();
            Assert.True(script.Alerts.Count >= 8, script.Story());
            return string.Join('\n', script.Alerts.Select(a => $"{a.Alert.Kind} {a.Alert.State} {a.Alert.StartIndex} {a.Alert.EndIndex} {a.Alert.Score:R} {a.Alert.Message}"));
        }
    }

    [Fact]
    public void Every_alert_has_its_strip()
    {
        using var script = new EcgScript().Heart(20, 72).Line(6).Heart(20, 170).Line(5, leads: LeadState.PositiveOff).Heart(20, 34);
        script.Pipeline.End();
        var raised = script.Alerts.Where(a => a.Alert.State == AlertState.Raised).Select(a => a.Alert.Id).ToArray();
        Assert.Equal(raised.Order(), script.Strips.Select(s => s.AlertId).Order());
        Assert.Equal(raised.Length, script.Alerts.Count(a => a.Alert.State == AlertState.Cleared));
    }

    [Fact]
    public void Alerts_of_every_kind_come_through_store_and_mqtt_as_they_were_raised()
    {
        using var script = new EcgScript().Heart(20, 72).Line(6).Heart(30, 170).Line(5, leads: LeadState.PositiveOff).Heart(20, 34)
            .Lose(5).Heart(20, 72).Line(20, 0.8);
        script.Pipeline.End();
        var player = new BeatPlayer().Play("NVNVNVN" + new string('V', 12), 0.4);
        player.Policy.End(10_000);
        Alert[] alerts = [.. script.Alerts.Select(a => a.Alert), .. player.Alerts.Select(a => a.Alert)];
        var kinds = typeof(AlertKind).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
        // A fault of the store is none of the policy's.
        Assert.Equal(kinds.Except([AlertKind.BeatAnomaly, AlertKind.StoreFault]).Order(), alerts.Select(a => a.Kind).Distinct().Order());

        using var directory = new TempDirectory();
        using var store = EcgStore.Open(directory.Path);
        var messages = new AlertMessages(new MqttTopics("pi", ["chest"]), enabled: true);
        var sent = new List<JsonElement>();
        foreach (var alert in alerts)
        {
            var saved = store.SaveAlert(alert, a =>
            {
                var message = messages.For(a)!;
                sent.Add(JsonSerializer.Deserialize<JsonElement>(message.Payload));
                return message;
            });
            Assert.Equivalent(alert, saved, strict: true);
            Assert.Equivalent(saved, store.FindAlert(alert.Id), strict: true);
        }

        Assert.Equal(alerts.Select(a => (a.Kind, a.Revision)), sent.Select(m => (m.GetProperty("kind").GetString()!, m.GetProperty("revision").GetInt32())));
        Assert.Equal(alerts.Select(a => a.Id).Distinct().Count(), store.Count().Alerts);
    }

    [Fact]
    public void An_alert_that_lasts_allocates_nothing_until_it_is_told_anew()
    {
        var player = new BeatPlayer(new AlertOptions { UpdateSeconds = 3600 });
        var policy = player.Policy;
        for (var i = 0; i < 2000; i++) policy.OnSample(i);
        var quality = default(QualityReport) with { Reasons = QualityReason.Flat };
        policy.OnQuality(2000, quality);
        Assert.Equal("Raised", player.Story(AlertKind.RhythmAsystole));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 2000; i < 20_000; i++)
        {
            policy.OnSample(i);
            if (i % 250 == 0) policy.OnQuality(i, quality);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Single(player.Alerts);
    }
}
