using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference.Baseline;

namespace EcgEdge.Inference.Tests.Baseline;

public class WearerBaselineTests
{
    private readonly WearerBaseline _baseline = new(PlainHeart.Spec, FeatureNames.All, 250);
    private readonly PlainHeart _heart = new(1);

    [Fact]
    public void Learns_for_as_long_as_asked_and_counts_down()
    {
        Teach(_heart.Next());
        Assert.Equal((BaselineState.Learning, 60), (_baseline.State, _baseline.SecondsLeft));
        for (var i = 0; i < 60; i++) Teach(_heart.Next());
        Assert.Equal(BaselineState.Learning, _baseline.State);
        Assert.InRange(_baseline.SecondsLeft, 10, 14);
        for (var i = 0; i < 20; i++) Teach(_heart.Next());
        Assert.Equal((BaselineState.Ready, 0), (_baseline.State, _baseline.SecondsLeft));
    }

    [Fact]
    public void Is_not_ready_before_enough_good_beats_however_long_it_takes()
    {
        for (var i = 0; i < 200; i++) Teach(_heart.Next(quality: 0.3f));
        Assert.Equal((BaselineState.Learning, 0), (_baseline.State, _baseline.SecondsLeft));
        Assert.False(_baseline.KnowsBeat);
        for (var i = 0; i < 41; i++) Teach(_heart.Next());
        Assert.Equal(BaselineState.Ready, _baseline.State);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(3)]
    public void The_running_beat_is_the_normal_one_although_every_so_many_are_ectopic(int every)
    {
        for (var i = 0; i < 200; i++) Teach(_heart.Next(isEctopic: i % every == every - 1, nextIsEctopic: i % every == every - 2));
        var normal = PlainHeart.Normal();
        for (var i = 0; i < 140; i++) Assert.Equal(normal[i], _baseline.Beat[i], 0.1);
        Assert.InRange(Measured(_heart.Next(nextIsEctopic: true)), 0, 0.01);
        Assert.InRange(Measured(_heart.Next(isEctopic: true)), 0.3, 2);
    }

    [Fact]
    public void An_early_beat_of_the_usual_shape_stands_out_by_its_rhythm()
    {
        for (var i = 0; i < 100; i++) Teach(_heart.Next());
        var usual = Measured(_heart.Next(nextIsEctopic: true));
        var early = Measured(_heart.Next());
        Assert.InRange(early / usual, 3, 7);
        Assert.Equal(Math.Log(0.6), Feature("rr_before"), 0.05);
    }

    [Fact]
    public void A_change_for_good_is_learned()
    {
        for (var i = 0; i < 100; i++) Teach(_heart.Next());
        var before = Measured(_heart.Next(isEctopic: true));
        for (var i = 0; i < 80; i++) Teach(_heart.Next(isEctopic: true, rrSeconds: 0.5));
        Assert.InRange(before / Measured(_heart.Next(isEctopic: true)), 20, 1e6);
        Assert.Equal(BaselineState.Ready, _baseline.State);
    }

    [Fact]
    public void Noise_teaches_nothing()
    {
        for (var i = 0; i < 100; i++) Teach(_heart.Next());
        double[] before = [.. _baseline.Beat];
        for (var i = 0; i < 100; i++) Teach(_heart.Next(isEctopic: true, quality: 0.4f));
        Assert.Equal(before, _baseline.Beat.ToArray());
    }

    [Fact]
    public void The_difference_is_the_window_less_the_running_beat()
    {
        for (var i = 0; i < 100; i++) Teach(_heart.Next());
        var beat = _heart.Next(isEctopic: true);
        _baseline.Measure(beat);
        for (var i = 0; i < 140; i++) Assert.Equal(beat.Samples[i] - _baseline.Beat[i], _baseline.Difference[i], 1e-6);
        Assert.Equal(_baseline.Difference.Average(d => (double)d * d), _baseline.Of(PersonalMeasure.RunningDistance), 1e-6);
    }

    [Fact]
    public void Features_come_in_the_order_asked_for()
    {
        var asked = new WearerBaseline(PlainHeart.Spec, ["shift", "rr_before", "whole"], 250);
        for (var i = 0; i < 60; i++)
        {
            var beat = _heart.Next();
            _baseline.Measure(beat);
            _baseline.Learn();
            asked.Measure(beat);
            asked.Learn();
        }

        Assert.Equal([Feature("shift"), Feature("rr_before"), Feature("whole")], asked.Features);
        Assert.NotEqual(0, asked.Features[2]);
    }

    [Fact]
    public void Nothing_is_known_of_the_first_beat()
    {
        _baseline.Measure(_heart.Next());
        Assert.All(_baseline.Features, (f, i) => Assert.Equal(0, FeatureNames.All[i] is "rr_turn" or "rr_change" ? 0 : f));
        Assert.All(_baseline.Difference, d => Assert.Equal(0, d));
        Assert.Equal(0, _baseline.Of(PersonalMeasure.RunningDistanceTimesPrematurity));
    }

    [Fact]
    public void A_reset_forgets_everything()
    {
        for (var i = 0; i < 100; i++) Teach(_heart.Next());
        _baseline.Reset();
        Assert.Equal((BaselineState.Learning, 60, false), (_baseline.State, _baseline.SecondsLeft, _baseline.KnowsBeat));
        var (fresh, again) = (new WearerBaseline(PlainHeart.Spec, FeatureNames.All, 250), new PlainHeart(9));
        for (var i = 0; i < 100; i++)
        {
            var beat = again.Next();
            fresh.Measure(beat);
            fresh.Learn();
            Teach(beat);
            Assert.Equal(fresh.Features, _baseline.Features);
        }
    }

    [Fact]
    public void A_beat_allocates_nothing()
    {
        // Starting, learning, and starting again because the shape has changed.
        BeatWindow[] beats = [.. Enumerable.Range(0, 300).Select(i => _heart.Next(isEctopic: i > 150))];
        var warm = new WearerBaseline(PlainHeart.Spec, FeatureNames.All, 250);
        foreach (var beat in beats)
        {
            warm.Measure(beat);
            warm.Learn();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var beat in beats) Teach(beat);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Teach(BeatWindow beat)
    {
        _baseline.Measure(beat);
        _baseline.Learn();
    }

    private double Measured(BeatWindow beat)
    {
        Teach(beat);
        return _baseline.Of(PersonalMeasure.RunningDistanceTimesPrematurity);
    }

    private float Feature(string name) => _baseline.Features[FeatureNames.All.ToList().IndexOf(name)];
}
