using EcgEdge.Acquisition.Devices.Adc;
using EcgEdge.Acquisition.Devices.Gpio;
using EcgEdge.Acquisition.Devices.I2c;
using EcgEdge.Acquisition.Devices.Spi;

namespace EcgEdge.Acquisition.Tests.Devices;

[Collection(nameof(PlayedKernel))]
public sealed class ConverterTests : IDisposable
{
    public ConverterTests()
    {
        Assert.SkipWhen(PlayedKernel.Missing is not null, PlayedKernel.Missing ?? "");
        PlayedKernel.SetBroken(false);
        PlayedKernel.SetNullBit(0);
    }

    [Fact]
    public void Mcp3208_gives_every_value_of_every_input()
    {
        for (var input = 0; input < 8; input++)
        {
            using var converter = new Mcp3208(SpiBus.Open("/dev/spidev9.0", Mcp3208.ClockHz), input);
            converter.Start();
            foreach (var value in (int[])[0, 1, 2047, 2048, 4095])
            {
                PlayedKernel.SetMcp(input, value);
                PlayedKernel.SetMcp((input + 1) % 8, 4095 - value);
                Assert.True(converter.TryRead(out var counts));
                Assert.Equal(value, counts);
            }
        }

        Assert.Equal(1_000_000, PlayedKernel.SpiClockHz());
    }

    [Fact]
    public void An_answer_without_its_null_bit_is_no_value()
    {
        using var converter = new Mcp3208(SpiBus.Open("/dev/spidev9.0", Mcp3208.ClockHz), 0);
        PlayedKernel.SetNullBit(1);
        Assert.False(converter.TryRead(out _));
    }

    [Fact]
    public void Mcp3008_asks_as_its_data_sheet_says()
    {
        var bus = new ScriptedBus([0xFF, 0b1111_1010, 0b0101_0101]);
        using var converter = new Mcp3008(bus, 5);
        Assert.True(converter.TryRead(out var counts));
        Assert.Equal([0b0000_0001, 0b1101_0000, 0], bus.Sent);
        Assert.Equal(0b10_0101_0101, counts);
    }

    [Fact]
    public void Ads1115_is_set_up_and_read_signed()
    {
        using var converter = new Ads1115(I2cBus.Open("/dev/i2c-9", Ads1115.DefaultAddress), 2);
        converter.Start();
        Assert.Equal(0b0110_0010_1110_0011, PlayedKernel.AdsConfiguration());
        foreach (var value in (int[])[0, 1, 26400, 32767, -1, -32768])
        {
            PlayedKernel.SetAds(2, value);
            Assert.True(converter.TryRead(out var counts));
            Assert.Equal(value, counts);
        }
    }

    [Fact]
    public void A_chip_that_does_not_answer_is_told_by_name()
    {
        using var converter = new Ads1115(I2cBus.Open("/dev/i2c-9", 0x49), 0);
        Assert.Contains("/dev/i2c-9: no answer from 0x49", Assert.Throws<IOException>(converter.Start).Message, StringComparison.Ordinal);
        Assert.Contains("/dev/spidev8.0: cannot be opened", Assert.Throws<IOException>(() => SpiBus.Open("/dev/spidev8.0", 1000)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gpio_lines_give_levels_and_edges_with_the_kernels_times()
    {
        PlayedKernel.SetLevel(17, 1, 0, 0);
        PlayedKernel.SetLevel(27, 0, 0, 0);
        using var inputs = GpioChip.OpenInputs("/dev/gpiochip9", [17, 27]);
        Assert.Equal(0b01ul, inputs.ReadLevels());
        var edges = new GpioEdge[8];
        Assert.Equal(0, inputs.ReadEdges(edges));

        PlayedKernel.SetLevel(17, 0, 5_000_000_001, 0);
        PlayedKernel.SetLevel(27, 1, 6_000_000_002, 0);
        Assert.Equal(2, inputs.ReadEdges(edges));
        Assert.Equal((5_000_000_001ul, 17u, false), (edges[0].Nanoseconds, edges[0].Line, edges[0].IsHigh));
        Assert.Equal((6_000_000_002ul, 27u, true), (edges[1].Nanoseconds, edges[1].Line, edges[1].IsHigh));
        Assert.Equal(0b10ul, inputs.ReadLevels());
    }

    [Fact]
    public void A_line_that_is_not_there_is_told_by_number() =>
        Assert.Contains("lines 17, 99 cannot be had", Assert.Throws<IOException>(() => GpioChip.OpenInputs("/dev/gpiochip9", [17, 99])).Message, StringComparison.Ordinal);

    [Fact]
    public void The_shutdown_line_is_set_from_the_first_moment()
    {
        using var line = GpioChip.OpenOutput("/dev/gpiochip9", 22, isHigh: true);
        Assert.Equal(1, PlayedKernel.Output(22));
    }

    public void Dispose()
    {
        if (PlayedKernel.Missing is null) Assert.Equal(0, PlayedKernel.OpenFiles());
    }

    private sealed class ScriptedBus(byte[] answer) : ISpiBus
    {
        public byte[] Sent { get; private set; } = [];

        public void Transfer(ReadOnlySpan<byte> send, Span<byte> receive)
        {
            Sent = send.ToArray();
            answer.CopyTo(receive);
        }

        public void Dispose()
        {
        }
    }
}
