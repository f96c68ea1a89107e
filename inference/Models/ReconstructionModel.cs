using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Models;

/// <summary>An autoencoder or VAE: the window as a normal heart would have shown it, in one deterministic pass.</summary>
public sealed class ReconstructionModel(LoadedModel model, string pack) : IExpectation
{
    private readonly BoundModel _model = new(model, pack);

    public string Name => _model.Name;

    /// <summary>The reconstruction of the last window, 140 samples.</summary>
    public ReadOnlySpan<float> Expected => _model[RoleShapes.Reconstruction];

    public double Measure(ReadOnlySpan<float> window)
    {
        window.CopyTo(_model[RoleShapes.Window]);
        _model.Run();
        return MeanSquare.Of(window, Expected);
    }

    public void Dispose() => _model.Dispose();
}
