using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// The last minutes of one channel's filtered signal, for any number of readers. The pipeline writes and never waits; each reader keeps a
/// cursor of its own and is told when it was overtaken.
/// </summary>
public sealed class LiveSignal
{
    private readonly float[] _samples;
    private readonly int _mask;
    private readonly double _ticksPerSample;
    private long _end;
    private long _originTicks;
    private int _leads;

    /// <param name="sampleRateHz">Samples per second.</param>
    /// <param name="seconds">How far readers can look back.</param>
    /// <param name="first">Index of the first sample.</param>
    public LiveSignal(double sampleRateHz, double seconds, long first = 0)
    {
        SampleRateHz = sampleRateHz;
        _samples = new float[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Ceiling(sampleRateHz * seconds))];
        _mask = _samples.Length - 1;
        _end = first;
        if (first > 0) Array.Fill(_samples, float.NaN);
        _ticksPerSample = TimeSpan.TicksPerSecond / sampleRateHz;
    }

    public double SampleRateHz { get; }

    /// <summary>Samples kept.</summary>
    public int Capacity => _samples.Length;

    /// <summary>Index after the newest sample.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Contact of the electrodes now.</summary>
    public LeadState Leads
    {
        get => (LeadState)Volatile.Read(ref _leads);
        set => Volatile.Write(ref _leads, (int)value);
    }

    /// <summary>Ties sample indices to wall time. Called by the pipeline with every block.</summary>
    public void SetTime(long index, DateTimeOffset at) => Volatile.Write(ref _originTicks, at.UtcTicks - (long)(index * _ticksPerSample));

    /// <summary>Wall time of a sample, UTC.</summary>
    public DateTimeOffset TimeOf(long index) => new(Volatile.Read(ref _originTicks) + (long)(index * _ticksPerSample), TimeSpan.Zero);

    /// <summary>Writes the next sample, in millivolts. Indices left out become a gap.</summary>
    public void Append(long index, float millivolts)
    {
        var end = _end;
        for (var i = Math.Max(end, index - _samples.Length); i < index; i++) _samples[i & _mask] = float.NaN;
        _samples[index & _mask] = millivolts;
        Volatile.Write(ref _end, index + 1);
    }

    /// <summary>
    /// Copies the next run of samples without a gap and moves the cursor behind it.
    /// </summary>
    /// <param name="cursor">Index to read from; moved forward over what was lost or missing.</param>
    /// <param name="target">Receives at most as many samples as it holds.</param>
    /// <param name="first">Index of the first sample copied.</param>
    /// <returns>Samples copied; 0 when there are no new ones.</returns>
    public int Read(ref long cursor, Span<float> target, out long first)
    {
        while (true)
        {
            var end = End;
            // An eighth of the ring is left to the writer, so that a reader near the edge is not overtaken in the middle of a copy.
            cursor = Math.Max(cursor, end - _samples.Length + _samples.Length / 8);
            while (cursor < end && float.IsNaN(_samples[cursor & _mask])) cursor++;
            first = cursor;
            var count = 0;
            while (count < target.Length && cursor + count < end && !float.IsNaN(_samples[(cursor + count) & _mask]))
            {
                target[count] = _samples[(cursor + count) & _mask];
                count++;
            }

            if (End - _samples.Length > first) continue;
            cursor += count;
            return count;
        }
    }

    /// <summary>Copies a stretch, NaN where there are no samples. For the pipeline's own thread.</summary>
    public float[] Copy(long from, long to)
    {
        var copy = new float[to - from];
        for (var i = from; i < to; i++) copy[i - from] = i < 0 || i >= _end || i < _end - _samples.Length ? float.NaN : _samples[i & _mask];
        return copy;
    }
}
