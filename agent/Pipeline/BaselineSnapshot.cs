namespace EcgEdge.Agent.Pipeline;

/// <summary>A copy of what is usual for a wearer, as it was between two beats.</summary>
/// <param name="Pack">The pack it was learned with.</param>
/// <param name="PackVersion">Its version.</param>
/// <param name="SampleRateHz">Rate of the source.</param>
/// <param name="Origin">Since when it has been learned; null when it knows nothing.</param>
/// <param name="Data">What <see cref="Inference.Baseline.WearerBaseline.Save()"/> gave.</param>
public sealed record BaselineSnapshot(string Pack, string PackVersion, double SampleRateHz, BaselineOrigin? Origin, byte[] Data);

/// <summary>Since when a baseline has been learned.</summary>
/// <param name="Since">Time of its first beat, UTC.</param>
/// <param name="IsRecalled">Whether it was learned in an earlier run of the agent, whose clock it is then.</param>
public sealed record BaselineOrigin(DateTimeOffset Since, bool IsRecalled);
