using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Models;

/// <summary>Forecasts the rest of a beat from its beginning (the last 40 samples from the first 100), as a normal beat would have gone on.</summary>
public sealed class BeatForecaster(LoadedModel model, string pack) : IExpectation
{
    private readonly BoundModel _model = new(model, pack);

    public string Name => _model.Name;

    /// <summary>Samples that are given; the rest is forecast.</summary>
    public int From => _model[RoleShapes.Past].Length;

    /// <summary>The last forecast, of the samples from <see cref="From"/> on.</summary>
    public ReadOnlySpan<float> Expected => _model[RoleShapes.Forecast];

    public double Measure(ReadOnlySpan<float> window)
    {
        window[..From].CopyTo(_model[RoleShapes.Past]);
        _model.Run();
        return MeanSquare.Of(window[From..], Expected);
    }

    public void Dispose() => _model.Dispose();
}
