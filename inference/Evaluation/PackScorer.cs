using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Evaluation;

/// <summary>Gathers verdicts on beats whose class is known and sums them up.</summary>
public sealed class PackScorer
{
    private readonly PackManifest _manifest;
    private readonly int _normal;
    private readonly int[][] _confusion;
    private readonly List<double> _scores = [];
    private readonly List<bool> _anomalous = [];
    private double _squares, _normalSquares;
    private int _normals;

    public PackScorer(PackManifest manifest)
    {
        _manifest = manifest;
        _normal = manifest.Classes.ToList().IndexOf(manifest.NormalClass);
        _confusion = [.. manifest.Classes.Select(_ => new int[manifest.Classes.Count])];
    }

    public int Beats => _scores.Count;

    /// <summary>Adds one beat.</summary>
    /// <param name="trueClass">Index of its true class in the manifest's order.</param>
    /// <param name="verdict">What the models said.</param>
    public void Add(int trueClass, BeatVerdict verdict)
    {
        _confusion[trueClass][verdict.ClassIndex]++;
        _scores.Add(verdict.Score);
        _anomalous.Add(trueClass != _normal);
        var square = verdict.ForecastRmse * verdict.ForecastRmse;
        _squares += square;
        if (trueClass != _normal) return;
        _normalSquares += square;
        _normals++;
    }

    /// <summary>The figures over all beats added.</summary>
    public PackFigures Figures(Precision precision, StreamFigures? stream = null)
    {
        var hasForecaster = _manifest.Models.Any(m => m.Role == ModelRole.InstantForecaster);
        return new PackFigures(
            _manifest.Pack,
            _manifest.Version,
            precision == Precision.Int8 ? "int8" : "fp32",
            Beats,
            AnomalyFigures.Of(_scores.ToArray(), _anomalous.ToArray(), _manifest.Anomaly.Threshold),
            ClassificationFigures.Of(_manifest.Classes, _confusion),
            hasForecaster ? new ForecastFigures(Math.Sqrt(_squares / Beats), _normals == 0 ? null : Math.Sqrt(_normalSquares / _normals)) : null,
            stream);
    }
}
