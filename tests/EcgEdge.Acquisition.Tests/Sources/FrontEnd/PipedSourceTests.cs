using System.IO.Pipes;
using EcgEdge.Acquisition.Simulation;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Sources.FrontEnd;
using EcgEdge.Acquisition.Synthesis;

namespace EcgEdge.Acquisition.Tests.Sources.FrontEnd;

public class PipedSourceTests
{
    public static TheoryData<FrontEndProtocol> Protocols => [.. Enum.GetValues<FrontEndProtocol>()];

    /// <summary>The reading end, as a descriptor of its own.</summary>
    private static int Descriptor(AnonymousPipeServerStream pipe)
    {
        var handle = pipe.ClientSafePipeHandle;
        var descriptor = (int)handle.DangerousGetHandle();
        handle.SetHandleAsInvalid();
        return descriptor;
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task An_hour_of_the_heart_comes_through_at_speed_and_no_sample_is_lost_or_repeated(FrontEndProtocol protocol)
    {
        const int RateHz = 250, Samples = 3600 * RateHz;
        var options = new VirtualFrontEndOptions { Protocol = protocol };
        var heart = new SyntheticHeart(new SyntheticHeartOptions { SampleRateHz = RateHz });
        var sent = new List<float>(Samples);
        var frontEnd = new VirtualFrontEnd(options, () =>
        {
            sent.Add(heart.Next());
            return sent[^1];
        });
        var pipe = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        var sending = Task.Run(() =>
        {
            using var end = new BufferedStream(pipe, 1 << 15);
            while (frontEnd.Samples < Samples) end.Write(frontEnd.Next());
        }, TestContext.Current.CancellationToken);

        var source = new FrontEndSource(
            new StandardInputPort(Descriptor(pipe)),
            new FrontEndOptions { SampleRateHz = RateHz, Bits = options.Bits, Chain = options.Chain },
            TimeProvider.System);
        source.Open();
        var block = new SampleBlock(4096);
        long next = 0;
        var halfCount = options.Chain.VoltsPerCount / options.Chain.Gain * 1000 / 2;
        while (source.Read(block, TestContext.Current.CancellationToken))
        {
            Assert.Equal(next, block.FirstIndex);
            for (var i = 0; i < block.Count; i++) Assert.Equal(sent[(int)next++], block.Millivolts[i], halfCount * 1.001);
        }

        Assert.Equal(Samples, next);
        Assert.Equal(0, source.Health.LostSamples + source.Health.GarbledBytes);
        await sending;
        source.Dispose();
    }
}
