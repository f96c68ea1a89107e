namespace EcgEdge.Acquisition.Sources;

/// <summary>A finite signal of one lead held in memory, with the true beats where they are known.</summary>
/// <param name="Text">One line for a person: where it came from.</param>
/// <param name="SampleRateHz">Samples per second.</param>
/// <param name="Millivolts">The samples.</param>
/// <param name="Beats">True beats in order of their index; empty when unknown.</param>
public sealed record Recording(string Text, double SampleRateHz, float[] Millivolts, IReadOnlyList<TrueBeat> Beats)
{
    /// <summary>Whether the intervals between beats are the heart's own; those of beats laid end to end are not.</summary>
    public bool HasRhythm { get; init; } = true;

    public TimeSpan Duration => TimeSpan.FromSeconds(Millivolts.Length / SampleRateHz);
}
