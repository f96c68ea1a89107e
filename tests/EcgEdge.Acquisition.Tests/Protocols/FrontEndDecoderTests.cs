using EcgEdge.Acquisition.Protocols;
using EcgEdge.Acquisition.Simulation;

namespace EcgEdge.Acquisition.Tests.Protocols;

public class FrontEndDecoderTests
{
    public static TheoryData<FrontEndProtocol> Protocols => [.. Enum.GetValues<FrontEndProtocol>()];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Protocols_are_told_apart_and_no_sample_is_lost(FrontEndProtocol protocol)
    {
        foreach (var cut in (int[])[1, 3, 50, 4096])
        {
            var received = new Received();
            var decoder = new FrontEndDecoder(250, 10, startsMidLine: false);
            var bytes = Bytes(protocol, 1000);
            for (var at = 0; at < bytes.Length; at += cut) decoder.Decode(bytes.AsSpan(at, Math.Min(cut, bytes.Length - at)), received);
            Assert.Equal(protocol == FrontEndProtocol.Binary ? "binary" : "text", decoder.Protocol);
            Assert.Equal(protocol is FrontEndProtocol.Binary or FrontEndProtocol.TextTime, decoder.IsNumbered);
            Assert.Equal(Enumerable.Range(0, 1000), received.Samples.Select(s => s.Counts));
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void After_a_million_random_and_mutated_bytes_it_understands_again(FrontEndProtocol protocol)
    {
        var random = new Random(11);
        var received = new Received();
        var decoder = new FrontEndDecoder(250, 10, startsMidLine: true);
        var noise = new byte[1000];
        var sound = Bytes(protocol, 400);
        long before = GC.GetAllocatedBytesForCurrentThread(), bytes = 0;
        var silent = new Silent();
        while (bytes < 1_000_000)
        {
            random.NextBytes(noise);
            if (random.Next(2) == 0) sound.AsSpan(0, noise.Length).CopyTo(noise);
            for (var m = random.Next(20); m > 0; m--) noise[random.Next(noise.Length)] = (byte)random.Next(256);
            var length = random.Next(1, noise.Length);
            decoder.Decode(noise.AsSpan(0, length), silent);
            bytes += length;
        }

        // A decoder is chosen anew now and then; nothing grows with the bytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);

        for (var i = 0; i < 12; i++) decoder.Decode(sound, silent);
        decoder.Decode(sound, received);
        Assert.True(received.Samples.Count >= 399, $"{received.Samples.Count} of 400 samples after the noise");
    }

    [Fact]
    public void Another_protocol_on_the_same_line_is_noticed()
    {
        var received = new Received();
        var decoder = new FrontEndDecoder(250, 10, startsMidLine: true);
        decoder.Decode(Bytes(FrontEndProtocol.Text, 500), received);
        Assert.Equal("text", decoder.Protocol);
        decoder.Decode(Bytes(FrontEndProtocol.Binary, 1000), received);
        decoder.Decode(Bytes(FrontEndProtocol.Binary, 1000), received);
        decoder.Decode(Bytes(FrontEndProtocol.Binary, 1000), received);
        Assert.Equal("binary", decoder.Protocol);
    }

    private static byte[] Bytes(FrontEndProtocol protocol, int samples)
    {
        var next = 0;
        var options = new VirtualFrontEndOptions { Protocol = protocol, SamplesPerFrame = 10 };
        options = options with { Chain = options.Chain with { ZeroCounts = 0, Gain = 1, VoltsPerCount = 0.001 } };
        var frontEnd = new VirtualFrontEnd(options, () => next++);
        var bytes = new List<byte>();
        while (frontEnd.Samples < samples) bytes.AddRange(frontEnd.Next());
        return [.. bytes];
    }

    private sealed class Silent : IFrontEndListener
    {
        public void OnSample(int counts, Acquisition.Sources.LeadState leads)
        {
        }

        public void OnLost(long samples) => Assert.True(samples > 0);

        public void OnRestart()
        {
        }

        public void OnGarbled(int bytes) => Assert.True(bytes > 0);
    }
}
