using System.Globalization;
using System.Text;
using EcgEdge.Inference.Evaluation;

namespace EcgEdge.Agent.Commands;

/// <summary>Figures of a pack for a person's terminal.</summary>
internal static class FiguresText
{
    public static string Of(PackFigures f)
    {
        var text = new StringBuilder();
        Line($"pack {f.Pack} {f.Version} {f.Precision}, {f.Beats} beats");
        if (f.Stream is { } s)
        {
            Line($"stream          found {s.Found} of {s.Replayed} ({s.Sensitivity:P2}), positive predictivity {s.PositivePredictivity:P2}");
            Line($"                median offset of normal beats {s.MedianOffsetMs:0.0} ms");
        }

        var a = f.Anomaly;
        Line($"anomaly         accuracy {a.Accuracy:P2}, precision {a.Precision:P2}, recall {a.Recall:P2}, F1 {a.F1:P2} at threshold {a.Threshold:0.000}");
        Line($"                AUC {a.Auc:0.0000}, AUPRC {a.Auprc:0.0000}");
        var c = f.Classification;
        Line($"classification  accuracy {c.Accuracy:P2}, balanced accuracy {c.BalancedAccuracy:P2}, macro-F1 {c.MacroF1:P2}");
        foreach (var k in c.PerClass)
            Line($"                {k.Class,-12} {k.Support,5} beats, sensitivity {k.Sensitivity:P2}, positive predictivity {k.PositivePredictivity:P2}");
        if (f.Forecast is { } forecast) Line($"forecast        one sample ahead: RMSE {forecast.Rmse:0.0000}, normal beats {forecast.NormalRmse:0.0000}");
        return text.ToString().TrimEnd();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
