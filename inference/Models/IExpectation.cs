namespace EcgEdge.Inference.Models;

/// <summary>A model that says what a normal beat would have looked like, so that the beat can be measured against it.</summary>
public interface IExpectation : IDisposable
{
    string Name { get; }

    /// <summary>What was expected of the window measured last; its last samples, if shorter.</summary>
    ReadOnlySpan<float> Expected { get; }

    /// <summary>Runs the model on a z-normalised window of 140 samples; returns the mean squared error, in squared units of it.</summary>
    double Measure(ReadOnlySpan<float> window);
}
