using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Models;

/// <summary>Judges a beat from its first samples: one risk for each of a few lengths, each from the samples up to there only.</summary>
public sealed class EarlyWarning : IDisposable
{
    private readonly BoundModel _model;
    private readonly double[] _thresholds;
    private readonly int[] _at;

    /// <param name="model">Manifest entry and bytes.</param>
    /// <param name="pack">Name of the pack, for errors.</param>
    /// <exception cref="PackException">The file does not load, or its graph is not what the manifest says.</exception>
    public EarlyWarning(LoadedModel model, string pack)
    {
        var point = EarlyWarningPoint.Of(model.Spec, pack);
        _at = [.. point.At];
        _thresholds = [.. point.Thresholds];
        _model = new BoundModel(model, pack);
    }

    public string Name => _model.Name;

    /// <summary>Numbers of samples at which it judges, rising.</summary>
    public IReadOnlyList<int> At => _at;

    /// <summary>A risk above this is a warning, one per place.</summary>
    public IReadOnlyList<double> Thresholds => _thresholds;

    /// <summary>The risk at every place; the span is overwritten by the next run.</summary>
    /// <param name="window">The z-normalised window; what has not come may hold anything finite.</param>
    public ReadOnlySpan<float> Risks(ReadOnlySpan<float> window)
    {
        window.CopyTo(_model[RoleShapes.Window]);
        _model.Run();
        return _model[RoleShapes.Risk];
    }

    /// <summary>Whether the first samples of a beat are a warning; false at lengths at which it does not judge.</summary>
    /// <param name="samples">140 samples, of which the first so many have come.</param>
    /// <param name="count">How many.</param>
    public bool Warns(ReadOnlySpan<float> samples, int count)
    {
        var place = Array.IndexOf(_at, count);
        return place >= 0 && Risks(samples)[place] > _thresholds[place];
    }

    public void Dispose() => _model.Dispose();
}
