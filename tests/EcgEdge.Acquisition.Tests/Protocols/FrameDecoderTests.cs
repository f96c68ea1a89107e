using EcgEdge.Acquisition.Protocols;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Tests.Protocols;

public class FrameDecoderTests
{
    private readonly Received _received = new();
    private readonly FrameDecoder _decoder = new();

    [Fact]
    public void Crc_is_the_catalogued_one() => Assert.Equal(0x29B1, Crc16.Of("123456789"u8));

    [Theory]
    [InlineData("EC670103 2A000000 40420F00 0002 FF01 FE03 24 67 D6", 42, 1_000_000)]
    public void Test_vector_of_the_protocol_document(string hex, uint number, uint microseconds)
    {
        var frame = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var written = new byte[Frame.MaxLength];
        var length = Frame.Write(written, number, microseconds, [512, 511, 1022], [LeadState.On, LeadState.PositiveOff, LeadState.NegativeOff]);
        Assert.Equal(Convert.ToHexString(frame), Convert.ToHexString(written.AsSpan(0, length)));

        _decoder.Decode(frame, _received);
        Assert.Equal([(0, 512, LeadState.On), (1, 511, LeadState.PositiveOff), (2, 1022, LeadState.NegativeOff)], _received.Samples);
        Assert.Equal(microseconds, _decoder.Microseconds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void Any_cut_of_the_bytes_gives_the_same(int samplesPerFrame)
    {
        var bytes = Frames(0, 50, samplesPerFrame);
        foreach (var cut in (int[])[1, 2, 7, 33, bytes.Length])
        {
            var received = new Received();
            var decoder = new FrameDecoder();
            for (var at = 0; at < bytes.Length; at += cut) decoder.Decode(bytes.AsSpan(at, Math.Min(cut, bytes.Length - at)), received);
            Assert.Equal(Enumerable.Range(0, 50 * samplesPerFrame).Select(i => (i, (int)Value(i))), received.Samples.Select(s => ((int)s.Index, s.Counts)));
            Assert.Equal(0, received.Lost + received.Restarts + received.Garbled);
        }
    }

    [Fact]
    public void A_lost_byte_anywhere_costs_its_frame_and_shows_as_a_gap_of_its_length()
    {
        const int PerFrame = 5, Frames20 = 20;
        var bytes = Frames(0, Frames20, PerFrame);
        var length = Frame.Length(PerFrame);
        for (var lost = length; lost < bytes.Length - length; lost++)
        {
            var received = new Received();
            new FrameDecoder().Decode([.. bytes[..lost], .. bytes[(lost + 1)..]], received);
            Assert.Equal(PerFrame, received.Lost);
            Assert.Equal((Frames20 - 1) * PerFrame, received.Samples.Count);
            Assert.All(received.Samples, s => Assert.Equal(Value((int)s.Index), s.Counts));
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_noticed()
    {
        const int PerFrame = 4;
        var length = Frame.Length(PerFrame);
        for (var bit = length * 8; bit < 2 * length * 8; bit++)
        {
            var bytes = Frames(0, 6, PerFrame);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var received = new Received();
            new FrameDecoder().Decode(bytes, received);
            Assert.Equal(5 * PerFrame, received.Samples.Count);
            Assert.All(received.Samples, s => Assert.Equal(Value((int)s.Index), s.Counts));
        }
    }

    [Fact]
    public void The_number_runs_over_without_a_gap()
    {
        var bytes = Frames(uint.MaxValue - 14, 10, 5);
        _decoder.Decode(bytes, _received);
        Assert.Equal(50, _received.Samples.Count);
        Assert.Equal(0, _received.Lost + _received.Restarts);
    }

    [Fact]
    public void A_front_end_that_counts_anew_is_told()
    {
        _decoder.Decode(Frames(1000, 3, 5), _received);
        _decoder.Decode(Frames(0, 3, 5), _received);
        Assert.Equal(1, _received.Restarts);
        Assert.Equal(30, _received.Samples.Count);
    }

    [Fact]
    public void A_version_that_is_not_known_is_passed_over()
    {
        var bytes = Frames(0, 1, 5);
        bytes[2] = 2;
        _decoder.Decode(bytes, _received);
        _decoder.Decode(Frames(0, 1, 5), _received);
        Assert.Equal(5, _received.Samples.Count);
    }

    internal static byte[] Frames(uint firstNumber, int frames, int samplesPerFrame)
    {
        var bytes = new byte[frames * Frame.Length(samplesPerFrame)];
        var counts = new short[samplesPerFrame];
        for (var f = 0; f < frames; f++)
        {
            var first = firstNumber + (uint)(f * samplesPerFrame);
            for (var i = 0; i < samplesPerFrame; i++) counts[i] = Value(f * samplesPerFrame + i);
            Frame.Write(bytes.AsSpan(f * Frame.Length(samplesPerFrame)), first, first * 4000, counts, new LeadState[samplesPerFrame]);
        }

        return bytes;
    }

    internal static short Value(int i) => (short)(i * 37 % 1024);
}
