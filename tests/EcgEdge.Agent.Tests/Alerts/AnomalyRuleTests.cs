using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Tests.Alerts;

public class AnomalyRuleTests
{
    private static readonly AlertOptions s_options = new() { AnomalyBeats = 3, AnomalyWindowBeats = 10, ClearBeats = 8, UpdateSeconds = 10 };

    private readonly AnomalyRule _rule;
    private int _beat;

    public AnomalyRuleTests()
    {
        var signal = new LiveSignal(250, 1);
        signal.SetTime(0, DateTimeOffset.UnixEpoch);
        _rule = new AnomalyRule(new AlertContext(s_options, new AlertOrigin("chest", "Ada", "ecg5000", "1.0.0", ["Normal", "PVC"]), signal));
    }

    [Fact]
    public void Two_anomalous_beats_among_ten_are_no_alert()
    {
        Assert.Null(Play("nnnnnanannnnnnn").LastOrDefault());
        Assert.Null(_rule.Open);
    }

    [Fact]
    public void Three_among_ten_raise_one_alert_that_begins_with_the_first_of_them()
    {
        var raised = Assert.Single(Play("nnnanana"));

        Assert.Equal(AlertState.Raised, raised.State);
        Assert.Equal(1, raised.Revision);
        Assert.Equal(3 * 200, raised.StartIndex);
        Assert.Equal((5, 3), (raised.Beats, raised.AnomalousBeats));
        Assert.Equal(3, raised.Classes["PVC"]);
        Assert.Equal(AlertPriority.Medium, raised.Priority);
        Assert.Equal(7, raised.Id.Version);
        Assert.Null(raised.EndedAt);
    }

    [Fact]
    public void A_run_of_normal_beats_clears_it()
    {
        var alerts = Play("aaa" + new string('n', 8));
        Assert.Equal([AlertState.Raised, AlertState.Cleared], alerts.Select(a => a.State));
        Assert.Equal([1, 2], alerts.Select(a => a.Revision));
        Assert.Single(alerts.Select(a => a.Id).Distinct());
        Assert.NotNull(alerts[1].EndedAt);
        Assert.True(alerts[1].EndedAt > alerts[1].StartedAt);
        Assert.Null(_rule.Open);
    }

    [Fact]
    public void Seven_normal_beats_do_not_clear_it() =>
        Assert.DoesNotContain(Play("aaannnnnnnannnnnnn"), a => a.State == AlertState.Cleared);

    [Fact]
    public void One_that_lasts_is_told_anew_but_not_at_every_beat()
    {
        // 100 anomalous beats of 0.8 s: 80 s, an update every ten and one when it becomes urgent.
        var alerts = Play(new string('a', 100));
        Assert.InRange(alerts.Count, 8, 10);
        Assert.Equal(Enumerable.Range(1, alerts.Count), alerts.Select(a => a.Revision));
        Assert.All(alerts.Skip(1), a => Assert.Equal(AlertState.Updated, a.State));
        Assert.True(alerts[^1].AnomalousBeats > 80);
    }

    [Fact]
    public void Eight_of_ten_make_it_urgent_at_once()
    {
        var alerts = Play("nnnnnnnaaaaaaaaa");
        Assert.Equal([AlertPriority.Medium, AlertPriority.High], alerts.Select(a => a.Priority));
        Assert.Equal(AlertState.Updated, alerts[1].State);
    }

    [Fact]
    public void A_second_rule_is_a_new_alert_that_counts_afresh()
    {
        var alerts = Play("aaa" + new string('n', 12) + "aaa");
        var raised = alerts.Where(a => a.State == AlertState.Raised).ToArray();
        Assert.Equal(2, raised.Select(a => a.Id).Distinct().Count());
        Assert.Equal(3, raised[1].AnomalousBeats);
    }

    [Fact]
    public void Beats_of_poor_quality_are_not_counted() => Assert.Empty(Play("ppppppppp"));

    [Fact]
    public void Nothing_is_counted_across_a_gap()
    {
        Assert.Empty(Play("aa"));
        _rule.Break();
        Assert.Empty(Play("a"));
    }

    [Fact]
    public void The_end_of_the_signal_ends_the_rule()
    {
        Play("aaa");
        var ended = _rule.End(5000);
        Assert.Equal(AlertState.Cleared, ended!.State);
        Assert.Equal(5000, ended.EndIndex);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(20), ended.EndedAt);
        Assert.Null(_rule.End(5001));
    }

    /// <summary>n normal, a anomalous, p anomalous but of poor quality; 0.8 s and 200 samples each.</summary>
    private List<Alert> Play(string beats)
    {
        var alerts = new List<Alert>();
        foreach (var kind in beats)
        {
            var record = new BeatRecord
            {
                StartIndex = 200L * _beat,
                EndIndex = 200L * (_beat + 1),
                AtTicks = DateTimeOffset.UnixEpoch.AddSeconds(0.8 * _beat).UtcTicks,
                Anomalous = kind != 'n',
                ClassIndex = kind == 'n' ? 0 : 1,
                Score = kind == 'n' ? 0 : 10,
                Threshold = 5,
                Quality = kind == 'p' ? 0.1f : 0.9f,
            };
            _beat++;
            if (_rule.Take(record) is { } alert) alerts.Add(alert);
        }

        return alerts;
    }
}
