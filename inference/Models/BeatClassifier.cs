using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Models;

/// <summary>Tells the class of a beat from its window, its difference from the wearer's running beat, its features, or some of them.</summary>
public sealed class BeatClassifier : IDisposable
{
    private readonly BoundModel _model;
    private readonly float[]? _window, _difference, _features;

    /// <param name="model">Manifest entry and bytes.</param>
    /// <param name="pack">Name of the pack, for errors.</param>
    /// <exception cref="PackException">The file does not load, or its graph is not what the manifest says.</exception>
    public BeatClassifier(LoadedModel model, string pack)
    {
        _model = new BoundModel(model, pack);
        _window = Input(RoleShapes.Window);
        _difference = Input(RoleShapes.Difference);
        _features = Input(RoleShapes.Features);

        float[]? Input(string name) => model.Spec.Inputs.Any(i => i.Name == name) ? _model[name] : null;
    }

    public string Name => _model.Name;

    /// <summary>Probability per class of the last beat, in the manifest's order.</summary>
    public ReadOnlySpan<float> Probabilities => _model[RoleShapes.Probabilities];

    /// <summary>Judges a beat into <see cref="Probabilities"/>.</summary>
    public void Run(BeatInputs beat)
    {
        if (_window is not null) beat.Window.CopyTo(_window, 0);
        if (_difference is not null) beat.Difference.CopyTo(_difference, 0);
        if (_features is not null) beat.Features.CopyTo(_features, 0);
        _model.Run();
    }

    public void Dispose() => _model.Dispose();
}
