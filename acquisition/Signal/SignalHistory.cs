namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// The last few seconds of a signal, addressed by sample index. Written and read by one thread; memory is taken once.
/// </summary>
public sealed class SignalHistory
{
    private readonly float[] _samples;
    private readonly int _mask;
    private long _first;

    /// <param name="minimumLength">Samples that can be looked back on, rounded up to a power of two.</param>
    public SignalHistory(int minimumLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimumLength);
        var length = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)minimumLength);
        _samples = new float[length];
        _mask = length - 1;
    }

    /// <summary>Index of the oldest sample that is held.</summary>
    public long First => Math.Max(_first, End - _samples.Length);

    /// <summary>Index after the newest sample.</summary>
    public long End { get; private set; }

    /// <summary>Sample at an index between <see cref="First"/> and <see cref="End"/>.</summary>
    public float this[long index] => _samples[index & _mask];

    /// <summary>Forgets everything; the next sample has this index.</summary>
    public void Restart(long index)
    {
        _first = index;
        End = index;
    }

    public void Append(float value) => _samples[End++ & _mask] = value;

    /// <summary>Whether every sample of the range [from, to) is held.</summary>
    public bool Holds(long from, long to) => from >= First && to <= End;
}
