namespace EcgEdge.Agent.Mqtt;

/// <summary>A second of the trace, on the topic <c>wave</c>; less where there was a gap.</summary>
/// <param name="At">Time of the first sample, UTC.</param>
/// <param name="FirstIndex">Its index.</param>
/// <param name="SampleRateHz">Samples per second.</param>
/// <param name="Millivolts">One value per sample.</param>
public sealed record WaveTelemetry(DateTimeOffset At, long FirstIndex, double SampleRateHz, float[] Millivolts);
