using System.Buffers.Binary;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Protocols;

/// <summary>
/// Layout of a frame of the binary protocol, version 1 (deploy/firmware/PROTOCOL.md): all numbers little-endian.
/// <code>
///  0  2  sync: EC 67
///  2  1  version: 1
///  3  1  n: samples in this frame, 1 to 64
///  4  4  number of the first sample, counted from 0 at power-on, modulo 2^32
///  8  4  device time of the first sample, microseconds, modulo 2^32
/// 12  2n samples: signed counts of 16 bits
///  .  m  leads, m = (n + 3) / 4: two bits a sample, lowest first; bit 0 LO+ off, bit 1 LO- off
///  .  2  CRC-16/CCITT-FALSE over everything from the version to the leads
/// </code>
/// </summary>
public static class Frame
{
    public const byte FirstSync = 0xEC, SecondSync = 0x67, Version = 1;
    public const int MaxSamples = 64, HeaderLength = 12, CrcLength = 2;
    public const int CheckedFrom = 2;

    /// <summary>Bytes of a frame with the most samples.</summary>
    public static int MaxLength { get; } = Length(MaxSamples);

    /// <summary>Bytes of a frame with so many samples.</summary>
    public static int Length(int samples) => HeaderLength + 2 * samples + LeadBytes(samples) + CrcLength;

    /// <summary>Writes a frame.</summary>
    /// <param name="frame">At least as long as <see cref="Length"/> says.</param>
    /// <param name="number">Number of the first sample.</param>
    /// <param name="microseconds">Device time of the first sample.</param>
    /// <param name="counts">The samples, 1 to <see cref="MaxSamples"/>.</param>
    /// <param name="leads">Contact during each.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> frame, uint number, uint microseconds, ReadOnlySpan<short> counts, ReadOnlySpan<LeadState> leads)
    {
        ArgumentOutOfRangeException.ThrowIfZero(counts.Length, nameof(counts));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(counts.Length, MaxSamples, nameof(counts));
        ArgumentOutOfRangeException.ThrowIfNotEqual(leads.Length, counts.Length, nameof(leads));
        var length = Length(counts.Length);
        frame = frame[..length];
        (frame[0], frame[1], frame[2], frame[3]) = (FirstSync, SecondSync, Version, (byte)counts.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], number);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], microseconds);
        var contact = frame.Slice(HeaderLength + 2 * counts.Length, LeadBytes(counts.Length));
        contact.Clear();
        for (var i = 0; i < counts.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(frame[(HeaderLength + 2 * i)..], counts[i]);
            contact[i / 4] |= (byte)((int)leads[i] << (i % 4 * 2));
        }

        BinaryPrimitives.WriteUInt16LittleEndian(frame[(length - CrcLength)..], Crc16.Of(frame[CheckedFrom..(length - CrcLength)]));
        return length;
    }

    /// <summary>Sample i of a frame.</summary>
    public static short Counts(ReadOnlySpan<byte> frame, int i) => BinaryPrimitives.ReadInt16LittleEndian(frame[(HeaderLength + 2 * i)..]);

    /// <summary>Contact during sample i of a frame of n samples.</summary>
    public static LeadState Leads(ReadOnlySpan<byte> frame, int n, int i) => (LeadState)(frame[HeaderLength + 2 * n + i / 4] >> (i % 4 * 2) & 3);

    private static int LeadBytes(int samples) => (samples + 3) / 4;
}
