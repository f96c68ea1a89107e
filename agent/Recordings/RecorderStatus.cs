namespace EcgEdge.Agent.Recordings;

/// <summary>How recording fares.</summary>
/// <param name="Enabled">Whether it was asked for.</param>
/// <param name="Directory">Where recordings lie.</param>
/// <param name="Recording">Whether samples reach the disk.</param>
/// <param name="Problem">Why they do not; null while they do.</param>
/// <param name="Bytes">What the recordings take.</param>
/// <param name="LostSamples">Samples of all channels that were not recorded: overwritten before they could be, or come while recording was paused.</param>
/// <param name="ClippedSamples">Samples beyond the range that is stored.</param>
public sealed record RecorderStatus(
    bool Enabled, string Directory, bool Recording, string? Problem, long Bytes, long LostSamples, long ClippedSamples);
