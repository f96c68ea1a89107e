using EcgEdge.Inference.Models;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Evaluation;

/// <summary>Gathers verdicts on beats whose class is known and sums them up.</summary>
public sealed class PackScorer : IDisposable
{
    private readonly LoadedPack _pack;
    private readonly int _normal;
    private readonly int[][] _confusion;
    private readonly List<double> _scores = [];
    private readonly List<double>[] _measures;
    private readonly List<bool> _anomalous = [], _right = [];
    private readonly List<float> _confidence = [];
    private readonly BlockForecastScorer[] _forecasts;
    private readonly EarlyWarningScorer? _early;
    private double _squares, _normalSquares;

    /// <param name="analyzer">The analyser whose verdicts are scored.</param>
    public PackScorer(BeatAnalyzer analyzer)
    {
        _pack = analyzer.Pack;
        var manifest = _pack.Manifest;
        _normal = manifest.Classes.ToList().IndexOf(manifest.NormalClass);
        _confusion = [.. manifest.Classes.Select(_ => new int[manifest.Classes.Count])];
        _measures = [.. manifest.Anomaly.Parts.Select(_ => new List<double>())];
        _forecasts = [.. _pack.Models.Where(m => m.Spec.Role == ModelRole.BeatForecaster)
            .Select(m => new BlockForecastScorer(new BeatForecaster(m, manifest.Pack)))];
        if (analyzer.EarlyWarning is { } early) _early = new EarlyWarningScorer(early);
    }

    public int Beats => _scores.Count;

    /// <summary>Adds one beat.</summary>
    /// <param name="trueClass">Index of its true class in the manifest's order.</param>
    /// <param name="window">The z-normalised window.</param>
    /// <param name="verdict">What the models said.</param>
    public void Add(int trueClass, ReadOnlySpan<float> window, BeatVerdict verdict)
    {
        var isAnomalous = trueClass != _normal;
        _confusion[trueClass][verdict.ClassIndex]++;
        _confidence.Add(verdict.Probabilities[verdict.ClassIndex]);
        _right.Add(verdict.ClassIndex == trueClass);
        _scores.Add(verdict.Score);
        _anomalous.Add(isAnomalous);
        for (var i = 0; i < _measures.Length; i++) _measures[i].Add(verdict.Parts[i]);
        foreach (var forecast in _forecasts) forecast.Add(window, isAnomalous);
        _early?.Add(window, isAnomalous);
        var square = verdict.ForecastRmse * verdict.ForecastRmse;
        _squares += square;
        if (!isAnomalous) _normalSquares += square;
    }

    /// <summary>The figures over all beats added.</summary>
    public PackFigures Figures(StreamFigures? stream = null)
    {
        var manifest = _pack.Manifest;
        var normals = _anomalous.Count(a => !a);
        var hasForecaster = manifest.Models.Any(m => m.Role == ModelRole.InstantForecaster);
        return new PackFigures(
            manifest.Pack,
            manifest.Version,
            _pack.Precision == Precision.Int8 ? "int8" : "fp32",
            Beats,
            AnomalyFigures.Of(_scores.ToArray(), _anomalous.ToArray(), manifest.Anomaly.Threshold),
            ClassificationFigures.Of(manifest.Classes, _confusion),
            hasForecaster ? new ForecastFigures(Math.Sqrt(_squares / Beats), normals == 0 ? null : Math.Sqrt(_normalSquares / normals)) : null,
            stream,
            [.. manifest.Anomaly.Parts.Select(Part)],
            CalibrationFigures.Of(_confidence, _right),
            [.. _forecasts.Select(f => f.Figures())],
            _early?.Figures());
    }

    public void Dispose()
    {
        foreach (var forecast in _forecasts) forecast.Dispose();
    }

    private PartFigures Part(AnomalyPart part, int index)
    {
        var figures = AnomalyFigures.Of(_measures[index].ToArray(), _anomalous.ToArray(), 0);
        return new PartFigures(part.Name, part.Weight, figures.Auc, figures.Auprc);
    }
}
