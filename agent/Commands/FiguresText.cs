using System.Globalization;
using System.Text;
using EcgEdge.Inference.Evaluation;

namespace EcgEdge.Agent.Commands;

/// <summary>Figures of a pack for a person's terminal.</summary>
internal static class FiguresText
{
    public static string Of(PackFigures f)
    {
        var text = new Lines();
        text.Add($"pack {f.Pack} {f.Version} {f.Precision}, {f.Beats} beats");
        if (f.Stream is { } stream) Stream(text, stream);
        var a = f.Anomaly;
        text.Add($"anomaly         accuracy {a.Accuracy:P2}, precision {a.Precision:P2}, recall {a.Recall:P2}, F1 {a.F1:P2} at threshold {a.Threshold:0.000}");
        text.Add($"                AUC {a.Auc:0.0000}, AUPRC {a.Auprc:0.0000}");
        foreach (var part in f.Parts) text.Add($"                {part.Part} alone (weight {part.Weight:0.##}): AUC {part.Auc:0.0000}, AUPRC {part.Auprc:0.0000}");
        var c = f.Classification;
        text.Add($"classification  accuracy {c.Accuracy:P2}, balanced accuracy {c.BalancedAccuracy:P2}, macro-F1 {c.MacroF1:P2}");
        foreach (var k in c.PerClass)
            text.Add($"                {k.Class,-12} {k.Support,5} beats, sensitivity {k.Sensitivity:P2}, positive predictivity {k.PositivePredictivity:P2}");
        text.Add($"calibration     expected calibration error {f.Calibration.ExpectedCalibrationError:P2}");
        foreach (var bin in f.Calibration.Bins)
            text.Add($"                {bin.From:0.0} to {bin.To:0.0}: {bin.Beats,5} beats, said {bin.Confidence:P1}, right {bin.Accuracy:P1}");
        if (f.Forecast is { } forecast) text.Add($"forecast        one sample ahead: RMSE {forecast.Rmse:0.0000}, normal beats {forecast.NormalRmse:0.0000}");
        foreach (var b in f.BlockForecasts)
            text.Add($"                {b.Model}, {b.From} to {b.To}: RMSE {b.Rmse:0.0000} (MSE {b.Mse:0.0000}), normal beats {b.NormalRmse:0.0000} (MSE {b.NormalMse:0.0000})");
        foreach (var e in f.EarlyWarning ?? [])
        {
            text.Add($"early warning   {e.At,3} samples: warned of {e.Tpr:P1} of the anomalous and {e.Fpr:P1} of the normal beats, AUC {e.Auc:0.0000}; {e.TprAtOnePercent:P1} at 1 % of the normal");
            text.Add($"                so far: {e.TprSoFar:P1} and {e.FprSoFar:P1}");
        }

        return text.ToString();
    }

    public static string Of(ParityFigures f)
    {
        var text = new Lines();
        text.Add($"pack {f.Pack} {f.Version}, int8 against fp32, {f.Beats} beats");
        text.Add($"same class {f.ClassAgreement:P2}, same side of the threshold {f.AnomalyAgreement:P2}");
        text.Add($"largest difference: a figure {f.LargestDifference:0.00000}, a probability {f.LargestProbabilityDifference:0.00000}");
        foreach (var figure in f.Figures) text.Add($"  {figure.Name,-40} {figure.Int8,10:0.00000} {figure.Fp32,10:0.00000} {figure.Difference,+10:0.00000}");
        return text.ToString();
    }

    private static void Stream(Lines text, StreamFigures s)
    {
        text.Add($"stream          found {s.Found} of {s.Replayed} ({s.Sensitivity:P2}), positive predictivity {s.PositivePredictivity:P2}");
        text.Add($"                median offset of normal beats {s.MedianOffsetMs:0.0} ms");
        if (s.EarlyWarning is { } w)
            text.Add($"                warned live of {w.Tpr:P1} of the anomalous and {w.Fpr:P1} of the normal beats, {w.MedianAfterMs:0} ms after the R peak");
    }

    private sealed class Lines
    {
        private readonly StringBuilder _text = new();

        public void Add(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        public override string ToString() => _text.ToString().TrimEnd();
    }
}
