namespace EcgEdge.Acquisition.Sources;

/// <summary>How a source is doing: written by the source's thread, read from any.</summary>
public sealed class SourceHealth
{
    private string? _problem, _protocol, _note;
    private double _measuredRateHz = double.NaN, _jitterMilliseconds = double.NaN;
    private long _lost, _garbled, _late, _lateDeadlines, _connections;

    /// <summary>What is wrong now, in a sentence; null when nothing is.</summary>
    public string? Problem
    {
        get => Volatile.Read(ref _problem);
        set => Volatile.Write(ref _problem, value);
    }

    /// <summary>What a person may want to know although the source works, such as a priority that was not permitted; null for nothing.</summary>
    public string? Note
    {
        get => Volatile.Read(ref _note);
        set => Volatile.Write(ref _note, value);
    }

    /// <summary>What a front end speaks; null when not known or of no meaning.</summary>
    public string? Protocol
    {
        get => Volatile.Read(ref _protocol);
        set => Volatile.Write(ref _protocol, value);
    }

    /// <summary>Samples per second against this machine's monotonic clock; not a number as long as too few are known.</summary>
    public double MeasuredRateHz
    {
        get => Volatile.Read(ref _measuredRateHz);
        set => Volatile.Write(ref _measuredRateHz, value);
    }

    /// <summary>
    /// Furthest that samples came, or were taken, off their even times during the last second, in milliseconds; not a number when unknown.
    /// </summary>
    public double JitterMilliseconds
    {
        get => Volatile.Read(ref _jitterMilliseconds);
        set => Volatile.Write(ref _jitterMilliseconds, value);
    }

    /// <summary>Samples missing so far.</summary>
    public long LostSamples => Interlocked.Read(ref _lost);

    /// <summary>Samples that came when they had been given up, and were thrown away.</summary>
    public long LateSamples => Interlocked.Read(ref _late);

    /// <summary>Deadlines of a converter met more than a tenth of an interval late; those missed are lost samples.</summary>
    public long LateDeadlines => Interlocked.Read(ref _lateDeadlines);

    /// <summary>Bytes received that belong to no sample.</summary>
    public long GarbledBytes => Interlocked.Read(ref _garbled);

    /// <summary>How often the device was opened.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>Counts missing samples.</summary>
    public void AddLost(long samples) => Interlocked.Add(ref _lost, samples);

    /// <summary>Counts samples that came too late.</summary>
    public void AddLate(long samples) => Interlocked.Add(ref _late, samples);

    /// <summary>Counts a deadline met late.</summary>
    public void AddLateDeadline() => Interlocked.Increment(ref _lateDeadlines);

    /// <summary>Counts bytes that belong to no sample.</summary>
    public void AddGarbled(long bytes) => Interlocked.Add(ref _garbled, bytes);

    /// <summary>Counts an opening of the device.</summary>
    public void AddConnection() => Interlocked.Increment(ref _connections);
}
