namespace EcgEdge.Acquisition.Sources;

/// <summary>What a source is, known before it is opened.</summary>
/// <param name="Kind">The word the configuration uses: replay, synthetic, serial ...</param>
/// <param name="Text">One line for a person: file, port, what is played.</param>
/// <param name="SampleRateHz">Samples per second.</param>
/// <param name="HasRhythm">Whether the intervals between beats are a heart's own; where not, nothing can be said of rate and rhythm.</param>
/// <param name="IsPaced">Whether samples come at a rate of their own; a source that is not paced gives them as fast as they are read.</param>
public sealed record SourceDescription(string Kind, string Text, double SampleRateHz, bool HasRhythm, bool IsPaced);
