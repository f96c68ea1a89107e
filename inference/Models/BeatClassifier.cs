using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Models;

/// <summary>Tells the class of a beat.</summary>
public sealed class BeatClassifier(LoadedModel model, string pack) : IDisposable
{
    private readonly BoundModel _model = new(model, pack);

    /// <summary>Probability per class of the last window, in the manifest's order.</summary>
    public ReadOnlySpan<float> Probabilities => _model["probabilities"];

    /// <summary>Classifies a z-normalised window of 140 samples; returns the index of the likeliest class.</summary>
    public int Classify(ReadOnlySpan<float> window)
    {
        window.CopyTo(_model["window"]);
        _model.Run();
        var best = 0;
        var probabilities = Probabilities;
        for (var i = 1; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[best]) best = i;
        }

        return best;
    }

    public void Dispose() => _model.Dispose();
}
