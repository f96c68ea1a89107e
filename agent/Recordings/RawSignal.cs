using System.Numerics;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Agent.Recordings;

/// <summary>
/// The last half minute of one channel's samples as the source gave them, for a reader with a cursor of its own. The source's thread
/// writes, never waits and allocates nothing.
/// </summary>
public sealed class RawSignal
{
    private const double Seconds = 30;
    private const int LargestBlock = 4096;

    private readonly float[] _millivolts;
    private readonly long[] _indices;
    private readonly double _ticksPerSample;
    private readonly int _mask, _margin;
    private readonly long _start;
    private long _end, _originTicks;

    /// <param name="sampleRateHz">Samples per second.</param>
    /// <param name="start">What the cursor counts from: the samples written by the one whose place this takes.</param>
    /// <param name="blockCapacity">Samples of the largest block that will be written.</param>
    public RawSignal(double sampleRateHz, long start = 0, int blockCapacity = LargestBlock)
    {
        (_start, _end) = (start, start);
        SampleRateHz = sampleRateHz;
        // A reader keeps away from the slots that a block under way may be overwriting.
        _margin = blockCapacity;
        _millivolts = new float[BitOperations.RoundUpToPowerOf2((uint)Math.Max(Seconds * sampleRateHz, 4.0 * blockCapacity))];
        _indices = new long[_millivolts.Length];
        _mask = _millivolts.Length - 1;
        _ticksPerSample = TimeSpan.TicksPerSecond / sampleRateHz;
    }

    public double SampleRateHz { get; }

    /// <summary>Samples written so far; what a cursor counts.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>How far a reader may stay behind the end.</summary>
    public int Capacity => _millivolts.Length - _margin;

    /// <summary>Wall time of a sample index, UTC.</summary>
    public DateTimeOffset TimeOf(long index) => new(Volatile.Read(ref _originTicks) + (long)(index * _ticksPerSample), TimeSpan.Zero);

    /// <summary>Takes the samples of a block; those without contact have no value.</summary>
    public void Append(SampleBlock block)
    {
        // The end told last is seen before what is now written over the oldest samples.
        Thread.MemoryBarrier();
        Volatile.Write(ref _originTicks, block.At.UtcTicks - (long)(block.FirstIndex * _ticksPerSample));
        for (var i = 0; i < block.Count; i++)
        {
            var slot = (int)((_end + i) & _mask);
            _millivolts[slot] = block.Leads[i] == LeadState.On ? block.Millivolts[i] : float.NaN;
            _indices[slot] = block.FirstIndex + i;
        }

        Volatile.Write(ref _end, _end + block.Count);
    }

    /// <summary>Copies the next samples that follow one another without a jump of the index.</summary>
    /// <param name="cursor">Samples read so far; moved behind what is copied or was lost.</param>
    /// <param name="target">Receives millivolts, NaN without contact.</param>
    /// <param name="first">Index of the first sample copied.</param>
    /// <param name="lost">Samples that were overwritten before they could be read.</param>
    /// <returns>Samples copied; 0 when there are no new ones.</returns>
    public int Read(ref long cursor, Span<float> target, out long first, out long lost)
    {
        lost = 0;
        while (true)
        {
            var end = End;
            var oldest = Math.Max(_start, end - Capacity);
            if (cursor < oldest)
            {
                lost += oldest - cursor;
                cursor = oldest;
            }

            first = _indices[(int)(cursor & _mask)];
            var count = 0;
            while (count < target.Length && cursor + count < end)
            {
                var slot = (int)((cursor + count) & _mask);
                if (_indices[slot] != first + count) break;
                target[count++] = _millivolts[slot];
            }

            Thread.MemoryBarrier();
            if (End - Capacity > cursor) continue;
            cursor += count;
            return count;
        }
    }
}
