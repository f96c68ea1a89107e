using EcgEdge.Acquisition.Formats;
using EcgEdge.Inference.Evaluation;
using EcgEdge.Inference.Packs;
using EcgEdge.Inference.Tests.Packs;
using EcgEdge.Tests;

namespace EcgEdge.Inference.Tests.Evaluation;

/// <summary>The floors of the shipped models on ECG5000's official test half, in the shipped runtime.</summary>
public class ShippedFiguresTests
{
    [Fact]
    public void Int8_reaches_the_floors_and_stays_with_fp32()
    {
        var beats = Ecg5000File.Read(TestData.Require("ecg5000", "ECG5000_TEST.txt"));
        var (int8, told8) = Evaluate(beats, Precision.Int8);
        var (fp32, told32) = Evaluate(beats, Precision.Fp32);

        Assert.InRange(int8.Anomaly.Accuracy, 0.975, 1);
        Assert.InRange(int8.Anomaly.Auc!.Value, 0.993, 1);
        Assert.InRange(int8.Classification.Accuracy, 0.943, 1);
        Assert.Equal(fp32.Anomaly.Accuracy, int8.Anomaly.Accuracy, 0.002);
        Assert.Equal(fp32.Anomaly.Auc!.Value, int8.Anomaly.Auc!.Value, 0.002);
        Assert.Equal(fp32.Classification.Accuracy, int8.Classification.Accuracy, 0.002);
        Assert.Equal(fp32.Classification.BalancedAccuracy, int8.Classification.BalancedAccuracy, 0.002);
        Assert.Equal(fp32.Classification.MacroF1, int8.Classification.MacroF1, 0.002);
        Assert.Equal(fp32.Forecast!.Rmse, int8.Forecast!.Rmse, 0.002);
        Assert.InRange(told8.Zip(told32).Count(p => p.First == p.Second) / (double)beats.Count, 0.995, 1);
    }

    private static (PackFigures Figures, List<int> Told) Evaluate(IReadOnlyList<Ecg5000Beat> beats, Precision precision)
    {
        using var analyzer = new BeatAnalyzer(ShippedPack.Load(precision));
        using var scorer = new PackScorer(analyzer);
        var told = new List<int>();
        foreach (var beat in beats)
        {
            var verdict = analyzer.Analyze(beat.Samples);
            scorer.Add(beat.Label - 1, beat.Samples, verdict);
            told.Add(verdict.ClassIndex);
        }

        return (scorer.Figures(), told);
    }
}
