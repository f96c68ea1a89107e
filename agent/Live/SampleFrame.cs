using System.Buffers.Binary;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Agent.Live;

/// <summary>
/// Binary frame of samples, little-endian: kind 1, lead state, channel (u16), count (u32), index of the first sample (f64), its wall time in
/// Unix milliseconds (f64), sample rate in Hz (f32), millivolts per count (f32), then the counts (i16).
/// </summary>
public static class SampleFrame
{
    public const int HeaderBytes = 32;

    public const float MillivoltsPerCount = 0.001f;

    internal const byte Kind = 1;

    /// <summary>Writes a frame; returns its length.</summary>
    public static int Write(
        Span<byte> target, int channel, LeadState leads, long first, DateTimeOffset at, double sampleRateHz, ReadOnlySpan<float> millivolts)
    {
        target[0] = Kind;
        target[1] = (byte)leads;
        BinaryPrimitives.WriteUInt16LittleEndian(target[2..], (ushort)channel);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], (uint)millivolts.Length);
        BinaryPrimitives.WriteDoubleLittleEndian(target[8..], first);
        BinaryPrimitives.WriteDoubleLittleEndian(target[16..], (at - DateTimeOffset.UnixEpoch).TotalMilliseconds);
        BinaryPrimitives.WriteSingleLittleEndian(target[24..], (float)sampleRateHz);
        BinaryPrimitives.WriteSingleLittleEndian(target[28..], MillivoltsPerCount);
        for (var i = 0; i < millivolts.Length; i++)
        {
            var counts = Math.Clamp(MathF.Round(millivolts[i] / MillivoltsPerCount), short.MinValue, short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(target[(HeaderBytes + 2 * i)..], (short)counts);
        }

        return HeaderBytes + 2 * millivolts.Length;
    }
}
