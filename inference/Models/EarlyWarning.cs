using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference.Baseline;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Models;

/// <summary>Judges a beat from its first samples: one risk for each of a few lengths, each from the samples up to there only.</summary>
public sealed class EarlyWarning : IDisposable
{
    private readonly BoundModel _model;
    private readonly double[] _thresholds;
    private readonly int[] _at;
    private readonly float[]? _window, _difference, _interval;

    /// <param name="model">Manifest entry and bytes.</param>
    /// <param name="pack">Name of the pack, for errors.</param>
    /// <exception cref="PackException">The file does not load, or its graph is not what the manifest says.</exception>
    public EarlyWarning(LoadedModel model, string pack)
    {
        var point = EarlyWarningPoint.Of(model.Spec, pack);
        _at = [.. point.At];
        _thresholds = [.. point.Thresholds];
        _model = new BoundModel(model, pack);
        _window = Input(RoleShapes.Window);
        _difference = Input(RoleShapes.Difference);
        _interval = Input(RoleShapes.Interval);

        float[]? Input(string name) => model.Spec.Inputs.Any(i => i.Name == name) ? _model[name] : null;
    }

    public string Name => _model.Name;

    /// <summary>Numbers of samples at which it judges, rising.</summary>
    public IReadOnlyList<int> At => _at;

    /// <summary>A risk above this is a warning, one per place.</summary>
    public IReadOnlyList<double> Thresholds => _thresholds;

    /// <summary>The risk at every place, for a model that needs the window only; the span is overwritten by the next run.</summary>
    /// <param name="window">The z-normalised window; what has not come may hold anything finite.</param>
    public ReadOnlySpan<float> Risks(ReadOnlySpan<float> window)
    {
        if (_window is not null) window.CopyTo(_window);
        _model.Run();
        return _model[RoleShapes.Risk];
    }

    /// <summary>
    /// Whether the beginning of a beat is a warning; false at lengths at which it does not judge, and where it needs the running beat and
    /// there is none yet.
    /// </summary>
    /// <param name="prefix">The beginning.</param>
    /// <param name="baseline">What is usual for the wearer; null for a pack that does not ask.</param>
    /// <param name="intervalSeconds">From the R peak before; NaN where unknown.</param>
    public bool Warns(BeatPrefix prefix, WearerBaseline? baseline, double intervalSeconds)
    {
        var place = Array.IndexOf(_at, prefix.Count);
        if (place < 0 || (_difference is not null && !baseline!.KnowsBeat)) return false;
        return Risks(prefix, baseline, intervalSeconds)[place] > _thresholds[place];
    }

    /// <summary>The same as numbers, of which those count whose place has been reached.</summary>
    public ReadOnlySpan<float> Risks(BeatPrefix prefix, WearerBaseline? baseline, double intervalSeconds)
    {
        if (_interval is not null) _interval[0] = (float)baseline!.AgainstRecent(intervalSeconds);
        if (_difference is not null)
        {
            for (var i = 0; i < _difference.Length; i++) _difference[i] = i < prefix.Count ? (float)(prefix.Samples[i] - baseline!.Beat[i]) : 0;
        }

        return Risks(prefix.Samples);
    }

    public void Dispose() => _model.Dispose();
}
