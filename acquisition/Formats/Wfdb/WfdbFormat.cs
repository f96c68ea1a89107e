using System.Buffers.Binary;

namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>
/// How a signal file packs its samples, as signal(5) of the WFDB Applications Guide describes it. A group is the fewest samples that fill
/// whole bytes (for 310 and 311, whole words).
/// </summary>
internal sealed record WfdbFormat(int Code, int Bits, int GroupSamples, int GroupBytes, int Invalid)
{
    private static readonly WfdbFormat[] s_all =
    [
        // Format 8 holds differences: no value of a sample is set aside for "missing".
        new(8, 32, 1, 1, int.MinValue),
        new(16, 16, 1, 2, short.MinValue), new(24, 24, 1, 3, -(1 << 23)), new(32, 32, 1, 4, int.MinValue),
        new(61, 16, 1, 2, short.MinValue), new(80, 8, 1, 1, sbyte.MinValue), new(160, 16, 1, 2, short.MinValue),
        new(212, 12, 2, 3, -(1 << 11)), new(310, 10, 3, 4, -(1 << 9)), new(311, 10, 3, 4, -(1 << 9)),
    ];

    /// <summary>Least and greatest sample other than the invalid one.</summary>
    public int Min => Invalid + 1;
    public int Max => (int)((1L << (Bits - 1)) - 1);

    public static WfdbFormat Get(int code, string place) =>
        Array.Find(s_all, f => f.Code == code)
        ?? throw new EcgFormatException($"{place}: signal format {code} is unknown; expected one of {string.Join(", ", s_all.Select(f => f.Code))}");

    /// <summary>Bytes that a number of samples take; the last group may be cut short.</summary>
    public long BytesFor(long samples) => samples / GroupSamples * GroupBytes + PartBytes((int)(samples % GroupSamples));

    /// <summary>Whole samples that a number of bytes hold.</summary>
    public long SamplesIn(long bytes)
    {
        var rest = (int)(bytes % GroupBytes);
        var part = GroupSamples - 1;
        while (part > 0 && PartBytes(part) > rest) part--;
        return bytes / GroupBytes * GroupSamples + part;
    }

    private int PartBytes(int samples) => (Code, samples) switch
    {
        (_, 0) => 0,
        (310, 2) => 4,
        (311, 2) => 3,
        _ => 2,
    };

    /// <summary>Unpacks whole groups; samples.Length is a multiple of GroupSamples and packed long enough for it.</summary>
    public void Decode(ReadOnlySpan<byte> packed, Span<int> samples)
    {
        for (int i = 0, b = 0; i < samples.Length; i += GroupSamples, b += GroupBytes)
        {
            var p = packed.Slice(b, GroupBytes);
            switch (Code)
            {
                case 8:
                    samples[i] = (sbyte)p[0];
                    break;
                case 16:
                    samples[i] = BinaryPrimitives.ReadInt16LittleEndian(p);
                    break;
                case 24:
                    samples[i] = p[0] | p[1] << 8 | (sbyte)p[2] << 16;
                    break;
                case 32:
                    samples[i] = BinaryPrimitives.ReadInt32LittleEndian(p);
                    break;
                case 61:
                    samples[i] = BinaryPrimitives.ReadInt16BigEndian(p);
                    break;
                case 80:
                    samples[i] = p[0] - 128;
                    break;
                case 160:
                    samples[i] = BinaryPrimitives.ReadUInt16LittleEndian(p) - 32768;
                    break;
                case 212:
                    samples[i] = Sign(p[0] | (p[1] & 0x0f) << 8, 12);
                    samples[i + 1] = Sign(p[2] | (p[1] & 0xf0) << 4, 12);
                    break;
                case 310:
                    int low = BinaryPrimitives.ReadUInt16LittleEndian(p), high = BinaryPrimitives.ReadUInt16LittleEndian(p[2..]);
                    samples[i] = Sign(low >> 1, 10);
                    samples[i + 1] = Sign(high >> 1, 10);
                    samples[i + 2] = Sign(low >> 11 | high >> 11 << 5, 10);
                    break;
                default:
                    var word = BinaryPrimitives.ReadInt32LittleEndian(p);
                    samples[i] = Sign(word, 10);
                    samples[i + 1] = Sign(word >> 10, 10);
                    samples[i + 2] = Sign(word >> 20, 10);
                    break;
            }
        }
    }

    /// <summary>Packs whole groups of any format but 8, the inverse of <see cref="Decode"/>.</summary>
    public void Encode(ReadOnlySpan<int> samples, Span<byte> packed)
    {
        for (int i = 0, b = 0; i < samples.Length; i += GroupSamples, b += GroupBytes)
        {
            var p = packed.Slice(b, GroupBytes);
            var s = samples[i];
            switch (Code)
            {
                case 16:
                    BinaryPrimitives.WriteInt16LittleEndian(p, (short)s);
                    break;
                case 24:
                    (p[0], p[1], p[2]) = ((byte)s, (byte)(s >> 8), (byte)(s >> 16));
                    break;
                case 32:
                    BinaryPrimitives.WriteInt32LittleEndian(p, s);
                    break;
                case 61:
                    BinaryPrimitives.WriteInt16BigEndian(p, (short)s);
                    break;
                case 80:
                    p[0] = (byte)(s + 128);
                    break;
                case 160:
                    BinaryPrimitives.WriteUInt16LittleEndian(p, (ushort)(s + 32768));
                    break;
                case 212:
                    var t = samples[i + 1];
                    (p[0], p[1], p[2]) = ((byte)s, (byte)((s >> 8 & 0x0f) | (t >> 4 & 0xf0)), (byte)t);
                    break;
                case 310:
                    var third = samples[i + 2];
                    BinaryPrimitives.WriteUInt16LittleEndian(p, (ushort)((s & 0x3ff) << 1 | (third & 0x1f) << 11));
                    BinaryPrimitives.WriteUInt16LittleEndian(p[2..], (ushort)((samples[i + 1] & 0x3ff) << 1 | (third >> 5 & 0x1f) << 11));
                    break;
                case 311:
                    BinaryPrimitives.WriteInt32LittleEndian(p, s & 0x3ff | (samples[i + 1] & 0x3ff) << 10 | (samples[i + 2] & 0x3ff) << 20);
                    break;
                default:
                    throw new NotSupportedException($"signal format {Code} is read, not written");
            }
        }
    }

    private static int Sign(int value, int bits) => value << (32 - bits) >> (32 - bits);
}
