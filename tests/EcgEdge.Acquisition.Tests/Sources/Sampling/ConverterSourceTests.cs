using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Sources.Sampling;
using EcgEdge.Acquisition.Tests.Devices;
using EcgEdge.Acquisition.Tests.Sources.FrontEnd;

namespace EcgEdge.Acquisition.Tests.Sources.Sampling;

/// <summary>A converter and the AD8232's pins as the kernel's headers describe them; time is the tests' own.</summary>
[Collection(nameof(PlayedKernel))]
public sealed class ConverterSourceTests : IDisposable
{
    private static readonly ConverterWiring s_wiring = new()
    {
        Chip = ConverterChip.Mcp3208,
        Path = "/dev/spidev9.0",
        GpioPath = "/dev/gpiochip9",
        PositiveLine = 17,
        NegativeLine = 27,
        ShutdownLine = 22,
    };

    private readonly StepTimer _timer = new();

    public ConverterSourceTests()
    {
        Assert.SkipWhen(PlayedKernel.Missing is not null, PlayedKernel.Missing ?? "");
        PlayedKernel.SetBroken(false);
        PlayedKernel.SetNullBit(0);
        foreach (var line in (int[])[17, 27]) PlayedKernel.SetLevel(line, 0, 0, 0);
        PlayedKernel.SetMcp(0, 2048);
    }

    [Fact]
    public void Samples_are_millivolts_on_an_even_grid()
    {
        PlayedKernel.SetMcp(0, 2048 + 1241);
        using var reader = Start(out _, maxTicks: 500);
        reader.Until(() => reader.Samples.Length >= 490, "samples");
        var samples = reader.Samples;
        Assert.Equal(Enumerable.Range(0, samples.Length).Select(i => (long)i), samples.Select(s => s.Index));
        // 1241 of 4096 counts at 3.3 V are 1 V, behind a gain of 100 10 mV.
        Assert.All(samples, s => Assert.Equal(10, s.Millivolts, 0.01));
        Assert.Equal(1, PlayedKernel.Output(22));
    }

    [Fact]
    public void Missed_deadlines_are_missing_samples_and_never_repeated_ones()
    {
        // Every 100th wake-up comes 3.4 intervals late, every 50th between them 0.3.
        _timer.Lateness = tick => tick % 100 == 60 ? 3.4 : tick % 50 == 10 ? 0.3 : 0;
        using var reader = Start(out var source, maxTicks: 1000);
        reader.Until(() => reader.Samples.Length >= 960, "samples");
        var indices = reader.Samples.Select(s => s.Index).ToArray();
        Assert.DoesNotContain(60, indices);
        Assert.DoesNotContain(62, indices);
        Assert.Contains(63, indices);
        Assert.Contains(10, indices);
        Assert.Equal(indices.Distinct().Order(), indices);
        Assert.Equal(30, source.Health.LostSamples);
        Assert.InRange(source.Health.LateDeadlines, 10, 20);
        Assert.Equal(1.2, source.Health.JitterMilliseconds, 0.01);
    }

    [Fact]
    public void Contact_is_the_one_that_held_when_the_sample_was_taken()
    {
        // Off from tick 100 to tick 200; the edges are told later, with their times.
        _timer.At(150, () => PlayedKernel.SetLevel(17, 1, StepTimer.TimeOf(100.5), 0));
        _timer.At(200, () => PlayedKernel.SetLevel(17, 0, StepTimer.TimeOf(199.5), 0));
        using var reader = Start(out _, maxTicks: 500);
        reader.Until(() => reader.Samples.Length >= 490, "samples");
        var samples = reader.Samples;
        Assert.All(samples[..150], s => Assert.Equal(LeadState.On, s.Leads));
        Assert.All(samples[150..200], s => Assert.Equal(LeadState.PositiveOff, s.Leads));
        Assert.All(samples[200..325], s => Assert.Equal(LeadState.Settling, s.Leads));
        Assert.All(samples[325..], s => Assert.Equal(LeadState.On, s.Leads));
    }

    [Fact]
    public void Lost_edges_are_made_up_for_by_the_levels()
    {
        _timer.At(100, () => PlayedKernel.SetLevel(27, 1, StepTimer.TimeOf(100), 0));
        _timer.At(200, () => PlayedKernel.SetLevel(27, 0, StepTimer.TimeOf(200), 7));
        using var reader = Start(out _, maxTicks: 500);
        reader.Until(() => reader.Samples.Length >= 490, "samples");
        Assert.Equal(LeadState.NegativeOff, reader.Samples[150].Leads);
        Assert.Equal(LeadState.On, reader.Samples[400].Leads);
    }

    [Fact]
    public void Without_a_negative_pin_the_two_electrode_mode_listens_to_the_positive_one()
    {
        PlayedKernel.SetLevel(27, 1, 0, 0);
        using var reader = Start(out _, maxTicks: 200, LeadsMode.Ac);
        reader.Until(() => reader.Samples.Length >= 190, "samples");
        Assert.All(reader.Samples, s => Assert.Equal(LeadState.On, s.Leads));
    }

    [Fact]
    public void A_bus_that_breaks_down_is_opened_again_and_the_grid_goes_on()
    {
        _timer.At(100, () => PlayedKernel.SetBroken(true));
        _timer.At(600, () => PlayedKernel.SetBroken(false));
        using var reader = Start(out var source, maxTicks: 1500);
        reader.Until(() => reader.Samples.Length >= 1490, "samples");
        var samples = reader.Samples;
        Assert.Equal(Enumerable.Range(0, samples.Length).Select(i => (long)i), samples.Select(s => s.Index));
        Assert.All(samples[..100], s => Assert.True(float.IsFinite(s.Millivolts)));
        Assert.All(samples[100..600], s => Assert.True(float.IsNaN(s.Millivolts)));
        Assert.All(samples[900..], s => Assert.True(float.IsFinite(s.Millivolts)));
        Assert.Equal(2, source.Health.Connections);
        Assert.Null(source.Health.Problem);
    }

    [Fact]
    public void The_kernels_timer_keeps_an_even_grid()
    {
        using var source = new ConverterSource(s_wiring, Options(LeadsMode.Dc), TimeProvider.System);
        using var reader = new Reader(source);
        reader.Until(() => reader.Samples.Length >= 250, "a second of samples");
        var samples = reader.Samples;
        // However late this machine wakes a thread: every index once and in order.
        Assert.Equal(samples.Select(s => s.Index).Distinct().Order(), samples.Select(s => s.Index));
    }

    public void Dispose()
    {
        if (PlayedKernel.Missing is null) Assert.Equal(0, PlayedKernel.OpenFiles());
    }

    private Reader Start(out ConverterSource source, int maxTicks, LeadsMode mode = LeadsMode.Dc)
    {
        _timer.MaxTicks = maxTicks;
        source = new ConverterSource(s_wiring, Options(mode), TimeProvider.System, _timer);
        return new Reader(source);
    }

    private static ConverterOptions Options(LeadsMode mode) => new()
    {
        Kind = "spi",
        SampleRateHz = 250,
        Chain = s_wiring.Chain(AnalogChain.Ad8232Gain, isInverted: false),
        Leads = mode,
        RealTime = false,
    };
}
