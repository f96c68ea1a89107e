using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;
using EcgEdge.Tests;

namespace EcgEdge.Agent.Tests.Alerts;

/// <summary>Alerts that were raised while the wearer's baseline was young say so.</summary>
public sealed class LearningTests : IAlertSink
{
    private const int Rate = 250;

    private readonly List<Alert> _alerts = [];

    [Fact]
    public void An_alert_raised_while_learning_says_so_to_its_end_and_later_ones_do_not()
    {
        // The pack of this test learns for 30 s.
        var alerts = Play("wearer", calibrateAfterSeconds: null);
        Assert.Equal([true, false, false], alerts.Where(a => a.State == AlertState.Raised).Select(a => a.Learning));
        Assert.All(alerts.GroupBy(a => a.Id), life => Assert.Single(life.Select(a => a.Learning).Distinct()));
    }

    [Fact]
    public void Learning_anew_makes_it_young_again() =>
        Assert.Equal([true, false, true], Play("wearer", calibrateAfterSeconds: 95).Where(a => a.State == AlertState.Raised).Select(a => a.Learning));

    [Fact]
    public void A_pack_without_a_baseline_never_learns() => Assert.All(Play("tiny", null), a => Assert.False(a.Learning));

    [Fact]
    public void The_store_keeps_it()
    {
        using var folder = new TempDirectory();
        using var store = EcgStore.Open(folder.Path);
        var (young, grown) = (TestAlerts.Number(1) with { Learning = true }, TestAlerts.Number(2));
        store.SaveAlerts([young, grown, young.Cleared()], TestAlerts.NoMessage);
        Assert.Equal((true, false), (store.FindAlert(young.Id)!.Learning, store.FindAlert(grown.Id)!.Learning));
    }

    void IAlertSink.Take(Alert alert) => _alerts.Add(alert);

    void IAlertSink.Take(Strip strip)
    {
    }

    /// <summary>A minute and a half of a heart with three bouts of a fast rate: at 10 s, at 60 s and at 100 s.</summary>
    private List<Alert> Play(string pack, double? calibrateAfterSeconds)
    {
        var loaded = PackLoader.Load(TestPacks.Folder, pack, Precision.Int8);
        var options = new AlertOptions { Anomaly = new AlertRuleOptions { Enabled = false }, Tachy = new RateOptions { LimitBpm = 120, CooldownSeconds = 0 } };
        using var pipeline = new EcgPipeline(
            Rate, 50, FilterBand.Monitor, new BeatAnalyzer(loaded, Rate), new AlertOrigin("chest", "Ada", pack, "1", loaded.Manifest.Classes), options, this);
        var block = new SampleBlock(10);
        long at = 0;
        foreach (var (seconds, bpm) in ((double, double)[])[(10, 80), (12, 160), (38, 80), (12, 160), (28, 80), (12, 160), (10, 80)])
        {
            var heart = new SyntheticHeart(new SyntheticHeartOptions { HeartRateBpm = bpm, EctopicProbability = 0, BigeminyProbability = 0, Seed = 3 }).Record(TimeSpan.FromSeconds(seconds));
            for (var from = 0; from + 10 <= heart.Millivolts.Length; from += 10)
            {
                if (calibrateAfterSeconds is { } after && at == (long)(after * Rate)) Assert.True(pipeline.Calibrate());
                (block.Count, block.FirstIndex, block.At) = (10, at, DateTimeOffset.UnixEpoch.AddSeconds((double)at / Rate));
                heart.Millivolts.AsSpan(from, 10).CopyTo(block.Millivolts);
                block.Leads.AsSpan(0, 10).Clear();
                at += 10;
                pipeline.Process(block);
            }
        }

        pipeline.End();
        return [.. _alerts.Where(a => a.Kind == AlertKind.RateTachy)];
    }
}
