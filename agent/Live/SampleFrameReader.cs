using System.Buffers.Binary;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Agent.Live;

/// <summary>Reads what <see cref="SampleFrame"/> writes.</summary>
internal readonly ref struct SampleFrameReader
{
    private readonly ReadOnlySpan<byte> _frame;

    private SampleFrameReader(ReadOnlySpan<byte> frame) => _frame = frame;

    public LeadState Leads => (LeadState)_frame[1];

    public int Channel => BinaryPrimitives.ReadUInt16LittleEndian(_frame[2..]);

    public int Count => (int)BinaryPrimitives.ReadUInt32LittleEndian(_frame[4..]);

    public long First => (long)BinaryPrimitives.ReadDoubleLittleEndian(_frame[8..]);

    public DateTimeOffset At => DateTimeOffset.UnixEpoch.AddMilliseconds(BinaryPrimitives.ReadDoubleLittleEndian(_frame[16..]));

    public float SampleRateHz => BinaryPrimitives.ReadSingleLittleEndian(_frame[24..]);

    /// <summary>Takes a message for a frame; false when it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out SampleFrameReader frame)
    {
        frame = new SampleFrameReader(message);
        return message.Length > SampleFrame.HeaderBytes && message[0] == SampleFrame.Kind && frame.Count == (message.Length - SampleFrame.HeaderBytes) / 2;
    }

    /// <summary>Sample i in millivolts.</summary>
    public float Millivolts(int i) =>
        BinaryPrimitives.ReadInt16LittleEndian(_frame[(SampleFrame.HeaderBytes + 2 * i)..]) * BinaryPrimitives.ReadSingleLittleEndian(_frame[28..]);
}
