using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Tests;

namespace EcgEdge.Acquisition.Tests.Signal;

public class LiveEcg5000Tests
{
    [Theory]
    [InlineData(BeatOrder.File)]
    [InlineData(BeatOrder.Episodes)]
    public void Finds_97_percent_of_the_replayed_test_beats(BeatOrder order)
    {
        var beats = Ecg5000File.Read(TestData.Require("ecg5000", "ECG5000_TEST.txt"));
        var recording = BeatTrain.Lay(beats, order, 1, "test");
        var peaks = Found.In(recording, 64).Peaks.Select(p => p.Index).ToHashSet();
        // 50 ms: the deflection that the detector takes lies beside the archive's mark, never a wave away from it.
        var found = recording.Beats.Count(b => Enumerable.Range(-12, 25).Any(d => peaks.Contains(b.Index + d)));
        Assert.InRange((double)found / beats.Count, 0.97, 1);
        Assert.InRange((double)found / peaks.Count, 0.97, 1);
    }
}
