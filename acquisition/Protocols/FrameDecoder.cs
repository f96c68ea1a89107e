using System.Buffers.Binary;

namespace EcgEdge.Acquisition.Protocols;

/// <summary>
/// Decodes the binary protocol (<see cref="Frame"/>). A frame whose check does not hold is passed over byte by byte, so that the next whole
/// one is found wherever it begins: lost or false bytes cost the frames they belong to and no others.
/// </summary>
public sealed class FrameDecoder : IFrontEndDecoder
{
    private readonly byte[] _bytes = new byte[2 * Frame.MaxLength];
    private int _count;
    private uint _expected;
    private bool _hasExpected;

    public bool IsNumbered => true;

    /// <summary>Device time of the newest frame's first sample, microseconds modulo 2^32.</summary>
    public uint Microseconds { get; private set; }

    public void Decode(ReadOnlySpan<byte> bytes, IFrontEndListener listener)
    {
        while (bytes.Length > 0)
        {
            var taken = Math.Min(bytes.Length, _bytes.Length - _count);
            bytes[..taken].CopyTo(_bytes.AsSpan(_count));
            _count += taken;
            bytes = bytes[taken..];
            TakeFrames(listener);
        }
    }

    /// <summary>Whether bytes hold a whole frame whose check holds, and where it begins.</summary>
    internal static bool Find(ReadOnlySpan<byte> bytes, out int start)
    {
        for (start = 0; start < bytes.Length; start++)
        {
            if (LengthAt(bytes[start..]) is var length and > 0 && bytes.Length - start >= length && IsSound(bytes.Slice(start, length))) return true;
        }

        return false;
    }

    /// <summary>Length of the frame that begins here, 0 when too few bytes tell, -1 when none begins here.</summary>
    private static int LengthAt(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] != Frame.FirstSync || bytes.Length > 1 && bytes[1] != Frame.SecondSync || bytes.Length > 2 && bytes[2] != Frame.Version) return -1;
        if (bytes.Length < 4) return 0;
        return bytes[3] is >= 1 and <= Frame.MaxSamples ? Frame.Length(bytes[3]) : -1;
    }

    private static bool IsSound(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadUInt16LittleEndian(frame[^Frame.CrcLength..]) == Crc16.Of(frame[Frame.CheckedFrom..^Frame.CrcLength]);

    private void TakeFrames(IFrontEndListener listener)
    {
        int at = 0, garbled = 0;
        while (at < _count)
        {
            var rest = _bytes.AsSpan(at, _count - at);
            var length = LengthAt(rest);
            if (length == 0 || length > rest.Length) break;
            if (length > 0 && IsSound(rest[..length]))
            {
                if (garbled > 0) listener.OnGarbled(garbled);
                garbled = 0;
                Tell(rest[..length], listener);
                at += length;
            }
            else
            {
                garbled++;
                at++;
            }
        }

        if (garbled > 0) listener.OnGarbled(garbled);
        _bytes.AsSpan(at, _count - at).CopyTo(_bytes);
        _count -= at;
    }

    private void Tell(ReadOnlySpan<byte> frame, IFrontEndListener listener)
    {
        int n = frame[3];
        var number = BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]);
        Microseconds = BinaryPrimitives.ReadUInt32LittleEndian(frame[8..]);
        if (_hasExpected && number != _expected)
        {
            // Behind what was expected: it counts anew, since frames do not overtake each other on a line.
            var ahead = (int)(number - _expected);
            if (ahead > 0) listener.OnLost(ahead);
            else listener.OnRestart();
        }

        (_expected, _hasExpected) = (number + (uint)n, true);
        for (var i = 0; i < n; i++) listener.OnSample(Frame.Counts(frame, i), Frame.Leads(frame, n, i));
    }
}
