using System.Globalization;
using System.Text;
using EcgEdge.Agent.Analyses;

namespace EcgEdge.Agent.Commands;

/// <summary>What <c>analyze</c> found, for a person's terminal.</summary>
internal static class AnalyzeText
{
    public static string Of(AnalyzeFigures figures)
    {
        var text = new StringBuilder();
        Line($"pack {figures.Pack} {figures.Version} {figures.Precision}{(figures.CalibrateSeconds is { } s ? FormattableString.Invariant($", baseline learned in {s} s") : "")}");
        foreach (var r in figures.Records)
        {
            Line($"{r.Record} ({r.Channel}): {r.Beats} beats, {string.Join(", ", r.Classes.Select(c => $"{c.Key} {c.Value}"))}; {r.Anomalous} anomalous, {r.Warned} warned of early");
            if (r.Annotations is not null) Line($"  {r.Annotations}, {r.Table}");
            if (r.Score is { } score) Line($"  {string.Join("; ", score.PerClass.Where(c => c.Support > 0).Select(Class))}");
        }

        if (figures.Pooled is { } pooled) Score(pooled);
        return text.ToString().TrimEnd();

        void Score(AamiFigures f)
        {
            Line($"all: {f.Beats} true beats, {f.Missed} missed, {f.Extra} extra; accuracy {f.Accuracy:P2}, macro-F1 (N S V) {f.MacroF1:P2}");
            foreach (var c in f.PerClass) Line($"  {Class(c)} of {c.Support}");
            Line($"anomaly score: V against the rest AUC {f.Anomaly.VAgainstRestAuc:0.0000}, all others against N {f.Anomaly.OthersAgainstNAuc:0.0000};"
                + $" at the threshold {f.Anomaly.VSensitivity:P1} of V and {f.Anomaly.NFalsePositives:P1} of N");
            if (f.EarlyWarning is { } w) Line($"early warning: {w.VWarned:P1} of V and {w.NWarned:P1} of N, {w.MedianAfterS:0.00} s after the R peak");
        }

        void Line(string line) => text.Append(line).Append('\n');
    }

    private static string Class(Inference.Evaluation.ClassFigures c) => string.Create(
        CultureInfo.InvariantCulture, $"{c.Class} sensitivity {c.Sensitivity:P2}, positive predictivity {c.PositivePredictivity:P2}, F1 {c.F1:P2}");
}
