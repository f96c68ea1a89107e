using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Inference.Models;

/// <summary>What is known of one beat, as models take it. The same object is filled again for every beat.</summary>
/// <param name="features">Number of features of the pack; 0 for none.</param>
public sealed class BeatInputs(int features)
{
    /// <summary>The z-normalised window.</summary>
    public float[] Window { get; } = new float[BeatWindow.Length];

    /// <summary>The window minus the wearer's running beat.</summary>
    public float[] Difference { get; } = new float[BeatWindow.Length];

    /// <summary>The features, in the manifest's order.</summary>
    public float[] Features { get; } = new float[features];
}
