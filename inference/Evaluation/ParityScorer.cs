namespace EcgEdge.Inference.Evaluation;

/// <summary>Sets the verdicts of a pack's two precisions on the same beats against each other.</summary>
public sealed class ParityScorer
{
    private int _beats, _sameClass, _sameAnomaly;
    private double _largest;

    /// <summary>Adds what both said of one beat.</summary>
    public void Add(BeatVerdict int8, BeatVerdict fp32)
    {
        _beats++;
        if (int8.ClassIndex == fp32.ClassIndex) _sameClass++;
        if (int8.Anomalous == fp32.Anomalous) _sameAnomaly++;
        for (var k = 0; k < int8.Probabilities.Length; k++) _largest = Math.Max(_largest, Math.Abs(int8.Probabilities[k] - fp32.Probabilities[k]));
    }

    /// <summary>The comparison, with the figures that both reached on the same beats.</summary>
    public ParityFigures Figures(PackFigures int8, PackFigures fp32)
    {
        var other = Named(fp32).ToDictionary(f => f.Name, f => f.Value);
        FigureParity[] figures = [.. Named(int8).Where(f => other.ContainsKey(f.Name))
            .Select(f => new FigureParity(f.Name, f.Value, other[f.Name], f.Value - other[f.Name]))];
        return new ParityFigures(
            int8.Pack, int8.Version, _beats, Part(_sameClass), Part(_sameAnomaly), _largest, figures.Max(f => Math.Abs(f.Difference)), figures);
    }

    private double Part(int beats) => _beats == 0 ? 0 : (double)beats / _beats;

    private static IEnumerable<(string Name, double Value)> Named(PackFigures f)
    {
        (string, double?)[] whole =
        [
            ("anomaly.auc", f.Anomaly.Auc), ("anomaly.auprc", f.Anomaly.Auprc), ("anomaly.accuracy", f.Anomaly.Accuracy),
            ("anomaly.precision", f.Anomaly.Precision), ("anomaly.recall", f.Anomaly.Recall), ("anomaly.f1", f.Anomaly.F1),
            ("classification.accuracy", f.Classification.Accuracy), ("classification.balancedAccuracy", f.Classification.BalancedAccuracy),
            ("classification.macroF1", f.Classification.MacroF1), ("calibration.expectedCalibrationError", f.Calibration.ExpectedCalibrationError),
            ("forecast.rmse", f.Forecast?.Rmse), ("forecast.normalRmse", f.Forecast?.NormalRmse),
        ];
        return whole
            .Concat(f.Parts.Select(p => ($"parts.{p.Part}.auc", p.Auc)))
            .Concat(f.BlockForecasts.SelectMany(b => ((string, double?)[])
                [($"blockForecasts.{b.Model}.rmse", b.Rmse), ($"blockForecasts.{b.Model}.normalRmse", b.NormalRmse), ($"blockForecasts.{b.Model}.auc", b.Auc)]))
            .Concat((f.EarlyWarning ?? []).SelectMany(e => ((string, double?)[])
                [($"earlyWarning.{e.At}.tpr", e.Tpr), ($"earlyWarning.{e.At}.fpr", e.Fpr), ($"earlyWarning.{e.At}.tprAtOnePercent", e.TprAtOnePercent)]))
            .Where(p => p.Item2 is not null)
            .Select(p => (p.Item1, p.Item2!.Value));
    }
}
