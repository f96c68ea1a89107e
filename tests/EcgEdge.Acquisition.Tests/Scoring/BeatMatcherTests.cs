using EcgEdge.Acquisition.Scoring;

namespace EcgEdge.Acquisition.Tests.Scoring;

public class BeatMatcherTests
{
    [Theory]
    [InlineData(new long[] { 100, 200, 300 }, new long[] { 101, 199, 300 }, 3, 0, 0)]
    [InlineData(new long[] { 100, 200, 300 }, new long[] { 100, 300 }, 2, 1, 0)]
    [InlineData(new long[] { 100, 200 }, new long[] { 100, 150, 200 }, 2, 0, 1)]
    [InlineData(new long[] { 100 }, new long[] { 111 }, 0, 1, 1)]
    [InlineData(new long[] { 100 }, new long[] { 110 }, 1, 0, 0)]
    [InlineData(new long[] { 100 }, new long[] { 92, 101 }, 1, 0, 1)]
    [InlineData(new long[] { 92, 101 }, new long[] { 100 }, 1, 1, 0)]
    [InlineData(new long[] { }, new long[] { 5 }, 0, 0, 1)]
    [InlineData(new long[] { 5 }, new long[] { }, 0, 1, 0)]
    public void Pairs_one_to_one_within_ten_samples(long[] truth, long[] detected, int matched, int missed, int extra) =>
        Assert.Equal(new BeatMatch(matched, missed, extra), BeatMatcher.Match(truth, detected, 10));

    [Fact]
    public void Tells_which_beats_are_paired()
    {
        var pairs = new List<BeatPair>();
        BeatMatcher.Match([100, 150, 200], [97, 204, 300], 10, pairs);
        Assert.Equal([new BeatPair(0, 0), new BeatPair(2, 1)], pairs);
    }

    [Fact]
    public void Figures_of_a_small_case_worked_by_hand()
    {
        var match = new BeatMatch(8, 2, 1) + new BeatMatch(2, 0, 1);
        Assert.Equal(10.0 / 12, match.Sensitivity, 9);
        Assert.Equal(10.0 / 12, match.PositivePredictivity, 9);
        Assert.Equal(20.0 / 24, match.F1, 9);
    }
}
