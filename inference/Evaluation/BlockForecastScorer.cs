using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference.Models;

namespace EcgEdge.Inference.Evaluation;

/// <summary>Gathers the errors of a beat forecaster over beats whose class is known.</summary>
public sealed class BlockForecastScorer(BeatForecaster model) : IDisposable
{
    private readonly List<double> _errors = [];
    private readonly List<bool> _anomalous = [];

    /// <summary>Adds one beat.</summary>
    /// <param name="window">Its z-normalised window.</param>
    /// <param name="anomalous">Whether it is of another class than the normal one.</param>
    public void Add(ReadOnlySpan<float> window, bool anomalous)
    {
        _errors.Add(model.Measure(window));
        _anomalous.Add(anomalous);
    }

    public BlockForecastFigures Figures()
    {
        var all = _errors.DefaultIfEmpty().Average();
        double? normal = _anomalous.Contains(false) ? _errors.Where((_, i) => !_anomalous[i]).Average() : null;
        var auc = AnomalyFigures.Of(_errors.ToArray(), _anomalous.ToArray(), 0).Auc;
        return new BlockForecastFigures(
            model.Name, model.From, BeatWindow.Length - model.From, Math.Sqrt(all), all, normal is { } n ? Math.Sqrt(n) : null, normal, auc);
    }

    public void Dispose() => model.Dispose();
}
