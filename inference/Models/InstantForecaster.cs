using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Models;

/// <summary>
/// Forecasts every sample of a beat from those before it, in one pass over the window: element i of the forecast depends on the samples
/// before i only, the first on none.
/// </summary>
public sealed class InstantForecaster(LoadedModel model, string pack) : IDisposable
{
    private readonly BoundModel _model = new(model, pack);

    /// <summary>The forecast of every sample of a z-normalised window of 140; the span is overwritten by the next call.</summary>
    public ReadOnlySpan<float> Run(ReadOnlySpan<float> window)
    {
        window.CopyTo(_model[RoleShapes.Window]);
        _model.Run();
        return _model[RoleShapes.Forecast];
    }

    public void Dispose() => _model.Dispose();
}
