using System.IO.Pipelines;
using EcgEdge.Acquisition.Simulation;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Sources.FrontEnd;
using EcgEdge.Acquisition.Synthesis;

namespace EcgEdge.Acquisition.Tests.Sources.FrontEnd;

public class PipedSourceTests
{
    public static TheoryData<FrontEndProtocol> Protocols => [.. Enum.GetValues<FrontEndProtocol>()];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void An_hour_of_the_heart_comes_through_at_speed_and_no_sample_is_lost_or_repeated(FrontEndProtocol protocol)
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
        var pipe = new Pipe();
        var sending = Task.Run(async () =>
        {
            while (frontEnd.Samples < Samples) await pipe.Writer.WriteAsync(frontEnd.Next().ToArray());
            await pipe.Writer.CompleteAsync();
        }, TestContext.Current.CancellationToken);

        var source = new FrontEndSource(
            new StandardInputPort(() => pipe.Reader.AsStream()),
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
        Assert.True(sending.IsCompletedSuccessfully);
        source.Dispose();
    }
}
