using EcgEdge.Agent.Alerts;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Tests.Alerts;

/// <summary>PVCs, ventricular tachycardia and bigeminy, on beats made by hand.</summary>
public class VentricularRuleTests
{
    private static readonly string s_normal = new('N', 8);

    [Fact]
    public void Three_fast_ventricular_beats_in_a_row_are_ventricular_tachycardia_at_once()
    {
        var player = new BeatPlayer().Play("NNNN", 0.8);
        var start = (long)(player.Seconds * BeatPlayer.Rate);
        player.Play("VVV", 0.4);
        var (alert, at) = Assert.Single(player.Alerts);
        Assert.Equal((AlertKind.RhythmVt, AlertPriority.High, AlertState.Raised), (alert.Kind, alert.Priority, alert.State));
        Assert.Equal((start, start + 300), (alert.StartIndex, at));
        Assert.Equal((150, 100), (alert.Score, alert.Threshold));
        Assert.Equal((3, 3, 3), (alert.Beats, alert.AnomalousBeats, alert.Classes["V"]));
        Assert.Contains("3 ventricular beats in a row", alert.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NNVVNVVNNVVN", 0.4)] // never three in a row
    [InlineData("NNVVVVVN", 0.6)] // 100 per minute is not above 100
    [InlineData("NNVVvVVN", 0.4)] // one of poor quality between
    [InlineData("NNVV_VNN", 0.4)] // a gap between
    [InlineData("NNFFFFSSSSQQQ", 0.4)] // no ventricular beats
    public void Near_misses_are_no_ventricular_tachycardia(string beats, double rrSeconds) =>
        Assert.Empty(new BeatPlayer().Play(beats, rrSeconds).Of(AlertKind.RhythmVt));

    [Fact]
    public void A_run_that_grows_fast_is_told_from_its_first_beat()
    {
        var player = new BeatPlayer().Play("NNVVVV", 0.7);
        Assert.Empty(player.Of(AlertKind.RhythmVt));
        var raised = player.Play("VV", 0.5).Of(AlertKind.RhythmVt);
        Assert.Equal("", string.Join(' ', raised.Select(a => a.State)));
        Assert.Equal(2 * 175, Assert.Single(player.Play("V", 0.5).Of(AlertKind.RhythmVt)).StartIndex);
    }

    [Fact]
    public void Ventricular_tachycardia_is_told_anew_while_it_lasts_and_cleared_after_eight_other_beats()
    {
        var player = new BeatPlayer().Play("NNN", 0.8).Play(new string('V', 100), 0.4).Play("NNNNNNN", 0.8);
        var states = player.Of(AlertKind.RhythmVt);
        Assert.Equal("Raised", player.Story(AlertKind.RhythmVt));
        // 40 s, an update every ten.
        Assert.InRange(states.Length, 4, 5);
        player.Play("N", 0.8);
        var cleared = player.Of(AlertKind.RhythmVt)[^1];
        Assert.Equal((AlertState.Cleared, 100), (cleared.State, cleared.AnomalousBeats));
        Assert.Equal(Enumerable.Range(1, cleared.Revision), player.Of(AlertKind.RhythmVt).Select(a => a.Revision));
        Assert.True(cleared.EndedAt > cleared.StartedAt);
        Assert.Equal("Raised Cleared Raised", player.Play("VVV", 0.4).Story(AlertKind.RhythmVt));
    }

    [Fact]
    public void Three_pairs_are_bigeminy()
    {
        var player = new BeatPlayer().Play("NNNVNVN", 0.7);
        Assert.Empty(player.Alerts);
        var alert = Assert.Single(player.Play("V", 0.7).Alerts).Alert;
        Assert.Equal((AlertKind.RhythmBigeminy, AlertPriority.Low), (alert.Kind, alert.Priority));
        Assert.Equal((3, 3, 6, 3), (alert.Score, alert.Threshold, alert.Beats, alert.AnomalousBeats));
        Assert.Equal(2 * 175, alert.StartIndex);
        // The first normal beat still fits the pattern; eight more do not.
        Assert.Equal("Raised", player.Play(s_normal, 0.7).Story(AlertKind.RhythmBigeminy));
        Assert.Equal("Raised Cleared", player.Play("N", 0.7).Story(AlertKind.RhythmBigeminy));
    }

    [Theory]
    [InlineData("NNVNNVNNVNNVNN")] // trigeminy
    [InlineData("NVNVNNVNVNNVNVN")] // two pairs
    [InlineData("NVNVnVNVNN")] // one of poor quality between
    [InlineData("NVNV_NVNVN")] // a gap between
    [InlineData("NFNFNFNFNSNSNSN")] // no ventricular beats
    public void Near_misses_are_no_bigeminy(string beats) => Assert.Empty(new BeatPlayer().Play(beats, 0.7).Of(AlertKind.RhythmBigeminy));

    [Fact]
    public void Ten_ventricular_beats_within_a_minute_raise_one_low_alert()
    {
        // Every seventh beat of 0.8 s: the tenth comes 50.4 s after the first.
        var player = new BeatPlayer().Play(Every(7, 9), 0.8);
        Assert.Empty(player.Alerts);
        var alert = Assert.Single(player.Play("NNNNNNV", 0.8).Alerts).Alert;
        Assert.Equal((AlertKind.BeatPvc, AlertPriority.Low), (alert.Kind, alert.Priority));
        Assert.Equal((10, 10, 10), (alert.Score, alert.Threshold, alert.Classes["V"]));
        Assert.Equal(64, alert.Beats);
        Assert.Equal("Raised", player.Play(new string('N', 35), 0.8).Story(AlertKind.BeatPvc));
        Assert.Equal("Raised Cleared", player.Play(new string('N', 20), 0.8).Story(AlertKind.BeatPvc));
    }

    [Fact]
    public void Nine_a_minute_are_none() => Assert.Empty(new BeatPlayer().Play(Every(9, 30), 0.8).Alerts);

    [Fact]
    public void Ventricular_beats_of_poor_quality_are_not_counted() => Assert.Empty(new BeatPlayer().Play(new string('v', 40), 0.4).Alerts);

    [Fact]
    public void A_single_one_can_be_asked_for() =>
        Assert.Equal(AlertKind.BeatPvc, Assert.Single(new BeatPlayer(new AlertOptions { Pvc = new PvcOptions { Beats = 1 } }).Play("NNVN", 0.8).Alerts).Alert.Kind);

    [Theory]
    [InlineData(60, "Raised Cleared")]
    [InlineData(0, "Raised Cleared Raised")]
    public void Bigeminy_is_not_raised_again_within_its_cooldown(int seconds, string story)
    {
        var options = new AlertOptions { Bigeminy = new BigeminyOptions { CooldownSeconds = seconds } };
        Assert.Equal(story, new BeatPlayer(options).Play("NVNVNV" + s_normal + "NVNVNV", 0.7).Story(AlertKind.RhythmBigeminy));
    }

    [Fact]
    public void What_still_holds_when_the_cooldown_ends_is_raised_then()
    {
        var player = new BeatPlayer().Play("NVNVNV" + s_normal + "NN", 0.7);
        var cleared = player.Of(AlertKind.RhythmBigeminy)[^1].EndIndex!.Value;
        for (var i = 0; i < 60; i++) player.Play("VN", 0.7);
        var again = player.Alerts.Where(a => a.Alert.Kind == AlertKind.RhythmBigeminy && a.Alert.State == AlertState.Raised).ToArray();
        Assert.Equal(2, again.Length);
        Assert.InRange(again[1].At - cleared, 60 * BeatPlayer.Rate, 62 * BeatPlayer.Rate);
    }

    [Fact]
    public void A_kind_that_is_switched_off_is_never_raised()
    {
        var options = new AlertOptions { Vt = new VtOptions { Enabled = false }, Bigeminy = new BigeminyOptions { Enabled = false }, Pvc = new PvcOptions { Enabled = false } };
        Assert.Empty(new BeatPlayer(options).Play("NVNVNVNVN" + new string('V', 30), 0.4).Alerts);
    }

    [Fact]
    public void Classes_of_both_packs_are_known()
    {
        Assert.Equal([false, true, true, false, false], VentricularClasses.Among(["Normal", "R-on-T PVC", "PVC", "SP", "UB"]));
        Assert.Equal([false, false, true, false, false], VentricularClasses.Among(["N", "S", "V", "F", "Q"]));
    }

    [Fact]
    public void The_end_of_the_signal_ends_every_episode()
    {
        var player = new BeatPlayer().Play("NNNVVVV", 0.4);
        player.Policy.End(2000);
        Assert.Equal("Raised Cleared", player.Story(AlertKind.RhythmVt));
        Assert.Equal(2000, player.Alerts[^1].Alert.EndIndex);
    }

    /// <summary>So many ventricular beats, each the last of n.</summary>
    private static string Every(int n, int times) => string.Concat(Enumerable.Repeat(new string('N', n - 1) + "V", times));
}
