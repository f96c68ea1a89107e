using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Models;

/// <summary>Forecasts the last 40 samples of a beat from its first 100, as a normal beat would have gone on.</summary>
public sealed class BeatForecaster(LoadedModel model, string pack) : IExpectation
{
    /// <summary>Samples that are given; the rest is forecast.</summary>
    public const int From = RoleShapes.ForecastFrom;

    private readonly BoundModel _model = new(model, pack);

    public string Name => _model.Name;

    /// <summary>The last forecast, 40 samples.</summary>
    public ReadOnlySpan<float> Expected => _model["forecast"];

    public double Measure(ReadOnlySpan<float> window)
    {
        window[..From].CopyTo(_model["past"]);
        _model.Run();
        return MeanSquare.Of(window[From..], Expected);
    }

    public void Dispose() => _model.Dispose();
}
