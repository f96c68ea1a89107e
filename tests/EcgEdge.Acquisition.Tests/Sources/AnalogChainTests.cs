using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Sources.Sampling;

namespace EcgEdge.Acquisition.Tests.Sources;

public class AnalogChainTests
{
    [Theory]
    [InlineData(10, 5.0, 512 + 205, 10.01)]
    [InlineData(10, 5.0, 512 - 205, -10.01)]
    [InlineData(12, 3.3, 2048, 0)]
    [InlineData(12, 3.3, 2048 + 124, 0.999)]
    public void Counts_become_millivolts_at_the_skin(int bits, double reference, int counts, double millivolts)
    {
        Assert.Equal(millivolts, AnalogChain.Unipolar(reference, bits, 100, isInverted: false).Millivolts(counts), 0.001);
        Assert.Equal(-millivolts, AnalogChain.Unipolar(reference, bits, 100, isInverted: true).Millivolts(counts), 0.001);
    }

    [Fact]
    public void An_ads1115_measures_from_half_of_the_amplifiers_supply()
    {
        var chain = new ConverterWiring { Chip = ConverterChip.Ads1115, Path = "/dev/i2c-1", ReferenceVolts = 3.3 }.Chain(100, isInverted: false);
        Assert.Equal(0, chain.Millivolts(13200), 0.001);
        Assert.Equal(1, chain.Millivolts(13200 + 800), 0.001);
    }
}
