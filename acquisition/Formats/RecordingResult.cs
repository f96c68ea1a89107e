using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Formats;

/// <summary>A recording read from a file.</summary>
/// <param name="Recording">One channel in millivolts; NaN is a missing sample (a gap). True beats where the file has annotations.</param>
/// <param name="Channel">Name of the channel read.</param>
/// <param name="Notes">What was chosen, inferred or left out, each one sentence for a person.</param>
public sealed record RecordingResult(Recording Recording, string Channel, IReadOnlyList<string> Notes);
