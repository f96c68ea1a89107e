using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Alerts;

/// <summary>What the alert rules of one channel share. Time is counted in samples, so that a step of the clock changes no duration.</summary>
public sealed class AlertContext(AlertOptions options, AlertOrigin origin, LiveSignal signal)
{
    /// <summary>When alerts are raised; changed by the policy alone.</summary>
    public AlertOptions Options { get; set; } = options;

    public AlertOrigin Origin { get; set; } = origin;

    /// <summary>Beats per minute; null when unknown.</summary>
    public double? HeartRateBpm { get; set; }

    /// <summary>Whether the last second let the heart be judged.</summary>
    public bool IsQualityGood { get; set; }

    /// <summary>Whether what is usual for the wearer is still being learned.</summary>
    public bool IsLearning { get; set; }

    /// <summary>Samples in so many seconds.</summary>
    public long Samples(double seconds) => (long)Math.Round(seconds * signal.SampleRateHz);

    /// <summary>Seconds of so many samples.</summary>
    public double Seconds(long samples) => samples / signal.SampleRateHz;

    /// <summary>Wall time of a sample, UTC.</summary>
    public DateTimeOffset TimeOf(long index) => signal.TimeOf(index);
}
