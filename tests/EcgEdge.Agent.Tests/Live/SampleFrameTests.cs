using System.Buffers.Binary;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Live;

namespace EcgEdge.Agent.Tests.Live;

public class SampleFrameTests
{
    [Fact]
    public void Is_laid_out_as_documented()
    {
        var bytes = new byte[64];
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);
        var length = SampleFrame.Write(bytes, 3, LeadState.NegativeOff, 123_456_789_012, at, 250, [1f, -0.5f, 40f]);

        Assert.Equal(38, length);
        Assert.Equal((1, 2), (bytes[0], bytes[1]));
        Assert.Equal(3, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2)));
        Assert.Equal(3u, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)));
        Assert.Equal(123_456_789_012, BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(8)));
        Assert.Equal(1_700_000_000_123, BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(16)));
        Assert.Equal(250, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(24)));
        Assert.Equal(0.001f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(28)));
        Assert.Equal(1000, BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(32)));
        Assert.Equal(-500, BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(34)));
        // What does not fit is clipped, never wrapped round.
        Assert.Equal(short.MaxValue, BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(36)));
    }
}
