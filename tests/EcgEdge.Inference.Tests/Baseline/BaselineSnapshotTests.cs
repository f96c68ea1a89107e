using EcgEdge.Inference.Baseline;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Tests.Baseline;

public class BaselineSnapshotTests
{
    private readonly PlainHeart _heart = new(1);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(30)]
    [InlineData(150)]
    public void What_was_stored_goes_on_exactly_as_if_it_had_not_been(int beats)
    {
        WearerBaseline kept = New(PlainHeart.Spec), restored = New(PlainHeart.Spec);
        for (var i = 0; i < beats; i++) Teach(kept, i % 9 == 8);
        var snapshot = kept.Save();
        restored.Load(snapshot);
        Assert.Equal(snapshot, restored.Save());
        Assert.Equal((kept.State, kept.SecondsLeft), (restored.State, restored.SecondsLeft));

        for (var i = 0; i < 120; i++)
        {
            var beat = _heart.Next(isEctopic: i % 7 == 6);
            foreach (var baseline in (WearerBaseline[])[kept, restored])
            {
                baseline.Measure(beat);
                baseline.Learn();
            }

            Assert.Equal(kept.Features, restored.Features);
            Assert.Equal(kept.Difference, restored.Difference);
        }
    }

    [Fact]
    public void Time_away_does_not_count_as_learning()
    {
        WearerBaseline first = New(PlainHeart.Spec), second = New(PlainHeart.Spec);
        for (var i = 0; i < 30; i++) Teach(first);
        second.Load(first.Save());
        var later = _heart.Next();
        later.StartIndex += 1_000_000;
        second.Measure(later);
        Assert.Equal(first.SecondsLeft, second.SecondsLeft, 1e-9);
    }

    [Fact]
    public void Anything_damaged_or_foreign_is_refused_and_nothing_is_known_then()
    {
        var baseline = New(PlainHeart.Spec);
        for (var i = 0; i < 60; i++) Teach(baseline);
        var good = baseline.Save();
        var empty = New(PlainHeart.Spec).Save();

        Refused([.. good.Take(good.Length - 1)], "cut short");
        Refused([.. good, 0], "longer than it should be");
        Refused([], "cut short");
        Refused([1, .. good.Skip(1)], "not a stored baseline");
        Refused([.. good.Take(4), 9, .. good.Skip(5)], "of version 9; this program reads 1");
        Refused(New(PlainHeart.Spec with { TemplateBeats = 25 }).Save(), "stored for 40 and 25 beats; the pack's is of 40 and 24");

        void Refused(byte[] snapshot, string expected)
        {
            baseline.Load(good);
            var error = Assert.Throws<SnapshotException>(() => baseline.Load(snapshot));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.Equal(empty, baseline.Save());
            Assert.Equal(BaselineState.Learning, baseline.State);
        }
    }

    private static WearerBaseline New(BaselineSpec spec) => new(spec, FeatureNames.All, 250);

    private void Teach(WearerBaseline baseline, bool isEctopic = false)
    {
        baseline.Measure(_heart.Next(isEctopic));
        baseline.Learn();
    }
}
