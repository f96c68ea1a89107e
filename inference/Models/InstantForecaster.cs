using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Models;

/// <summary>
/// The LSTM that forecasts every sample of a beat from those before it. Its state can be carried from call to call, so the same graph
/// runs over a whole window or one sample at a time.
/// </summary>
public sealed class InstantForecaster : IDisposable
{
    private readonly BoundModel _model;
    private readonly int _steps;
    private int _position;

    /// <param name="model">Manifest entry and bytes.</param>
    /// <param name="pack">Name of the pack, for errors.</param>
    /// <param name="steps">Samples handed over at a time: 140 for whole windows, 1 for a live signal.</param>
    public InstantForecaster(LoadedModel model, string pack, int steps)
    {
        _model = new BoundModel(model, pack, steps);
        _steps = steps;
    }

    /// <summary>Forgets the past: the next sample is the first of a beat.</summary>
    public void Reset()
    {
        Array.Clear(_model["hidden"]);
        Array.Clear(_model["cell"]);
        _position = 0;
    }

    /// <summary>
    /// Takes the next samples of a beat, as many as were said at construction; returns as many forecasts, the one at i being for the sample
    /// after i. The span is overwritten by the next call.
    /// </summary>
    public ReadOnlySpan<float> Advance(ReadOnlySpan<float> samples)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(samples.Length, _steps, nameof(samples));
        var input = _model["samples"];
        for (var i = 0; i < samples.Length; i++)
        {
            input[2 * i] = samples[i];
            input[2 * i + 1] = (_position + i) / (float)(BeatWindow.Length - 1);
        }

        _position += samples.Length;
        _model.Run();
        _model["hidden_out"].CopyTo(_model["hidden"], 0);
        _model["cell_out"].CopyTo(_model["cell"], 0);
        return _model["next"];
    }

    public void Dispose() => _model.Dispose();
}
