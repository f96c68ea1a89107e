using EcgEdge.Acquisition.Synthesis;

namespace EcgEdge.Acquisition.Tests.Synthesis;

public class SyntheticHeartTests
{
    [Fact]
    public void The_seed_fixes_every_sample()
    {
        Assert.Equal(Record(1).Millivolts, Record(1).Millivolts);
        Assert.NotEqual(Record(1).Millivolts, Record(2).Millivolts);

        static Acquisition.Sources.Recording Record(int seed) => new SyntheticHeart(new SyntheticHeartOptions { Seed = seed }).Record(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(72)]
    [InlineData(150)]
    public void Beats_at_the_rate_asked_for(double bpm)
    {
        var recording = new SyntheticHeart(new SyntheticHeartOptions { HeartRateBpm = bpm }).Record(TimeSpan.FromMinutes(5));
        Assert.InRange(recording.Beats.Count / 5.0, bpm * 0.97, bpm * 1.03);
    }

    [Fact]
    public void Has_premature_beats_that_come_early_and_are_followed_by_a_pause()
    {
        var options = new SyntheticHeartOptions { EctopicProbability = 0.1, BigeminyProbability = 0 };
        var recording = new SyntheticHeart(options).Record(TimeSpan.FromMinutes(5));
        var beats = recording.Beats;
        var early = Enumerable.Range(1, beats.Count - 2).Where(i => beats[i].Label == "PVC").ToArray();
        Assert.InRange(early.Length, 15, 60);
        Assert.All(early, i =>
        {
            Assert.True(beats[i].Index - beats[i - 1].Index < 0.75 * 250 * 60 / 72);
            Assert.True(beats[i + 1].Index - beats[i].Index > 1.2 * 250 * 60 / 72);
        });
    }

    [Fact]
    public void Without_ectopy_every_beat_is_normal()
    {
        var options = new SyntheticHeartOptions { EctopicProbability = 0, BigeminyProbability = 0 };
        var recording = new SyntheticHeart(options).Record(TimeSpan.FromMinutes(2));
        Assert.All(recording.Beats, b => Assert.Equal("Normal", b.Label));
        Assert.InRange(recording.Millivolts.Max() - recording.Millivolts.Min(), 0.8, 2.5);
    }

    [Theory]
    [InlineData(19)]
    [InlineData(301)]
    public void Refuses_a_rate_no_heart_has(double bpm) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SyntheticHeart(new SyntheticHeartOptions { HeartRateBpm = bpm }));
}
