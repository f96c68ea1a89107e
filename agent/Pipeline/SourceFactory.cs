using System.Net;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Sources.FrontEnd;
using EcgEdge.Acquisition.Sources.Sampling;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Live;
using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Pipeline;

/// <summary>Makes the source that a channel's options describe.</summary>
public static class SourceFactory
{
    private const double DefaultRateHz = 250;

    /// <summary>Where ECG5000's test half lies within a data folder.</summary>
    public static string Ecg5000Test { get; } = Path.Combine("ecg5000", "ECG5000_TEST.txt");

    /// <summary>The channel that runs when none is configured: ECG5000 where it can be found, else the synthetic heart.</summary>
    /// <param name="dataFolder">From the command line; null when not given.</param>
    public static ChannelOptions Default(string? dataFolder) => DataFolders.Find(Ecg5000Test, dataFolder) is { } path
        ? new ChannelOptions { Source = new SourceOptions { Kind = SourceOptions.Replay, Path = path, Loop = true, Order = BeatOrder.Episodes } }
        : new ChannelOptions { Source = new SourceOptions { Kind = SourceOptions.Synthetic } };

    /// <exception cref="EcgFormatException">The file is not what it should be.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEcgSource Create(SourceOptions options, TimeProvider time) => options.Kind switch
    {
        SourceOptions.Replay => new ReplaySource(ReadRecording(options), new ReplayOptions { Speed = options.Speed, Loop = options.Loop }, time),
        SourceOptions.Spi or SourceOptions.I2c => Converter(options, time),
        SourceOptions.Serial => FrontEnd(new SerialPort(options.Path!, options.BaudRate), options, time),
        SourceOptions.Tcp => FrontEnd(new TcpPort(options.Host!, options.Port!.Value), options, time),
        SourceOptions.Udp => FrontEnd(new UdpPort(IPAddress.Parse(options.Address), options.Port!.Value, time), options, time),
        SourceOptions.StandardInput => FrontEnd(new StandardInputPort(), options, time),
        SourceOptions.Agent => new AgentSource(new Uri(options.Url!), options.Channel, Token(options.TokenFile), options.SampleRateHz ?? DefaultRateHz, time),
        _ => Heart(options, time),
    };

    private static SyntheticSource Heart(SourceOptions options, TimeProvider time)
    {
        var heart = new SyntheticHeartOptions { HeartRateBpm = options.HeartRateBpm, Seed = options.Seed };
        return new SyntheticSource(heart with { SampleRateHz = options.SampleRateHz ?? heart.SampleRateHz }, options.Speed, time);
    }

    private static FrontEndSource FrontEnd(IFrontEndPort port, SourceOptions options, TimeProvider time)
    {
        var analog = options.Analog;
        var frontEnd = new FrontEndOptions
        {
            SampleRateHz = options.SampleRateHz ?? DefaultRateHz,
            Bits = analog.Bits,
            Chain = AnalogChain.Unipolar(analog.ReferenceVolts, analog.Bits, analog.Gain, analog.Inverted),
            Leads = options.Leads.Mode,
            SettleSeconds = options.Leads.SettleSeconds,
        };
        return new FrontEndSource(port, frontEnd, time);
    }

    private static string? Token(string? file) => file is null ? null : File.ReadAllText(file).Trim();

    private static ConverterSource Converter(SourceOptions options, TimeProvider time)
    {
        var wiring = new ConverterWiring
        {
            Chip = options.Chip ?? (options.Kind == SourceOptions.I2c ? ConverterChip.Ads1115 : ConverterChip.Mcp3008),
            Path = options.Path!,
            Input = options.Input,
            Address = options.I2cAddress,
            ReferenceVolts = options.Analog.ReferenceVolts,
            GpioPath = options.Leads.GpioPath,
            PositiveLine = options.Leads.PositiveLine,
            NegativeLine = options.Leads.NegativeLine,
            ShutdownLine = options.Leads.ShutdownLine,
        };
        var converter = new ConverterOptions
        {
            Kind = options.Kind,
            SampleRateHz = options.SampleRateHz ?? DefaultRateHz,
            Chain = wiring.Chain(options.Analog.Gain, options.Analog.Inverted),
            Leads = options.Leads.PositiveLine is null ? LeadsMode.None : options.Leads.Mode,
            SettleSeconds = options.Leads.SettleSeconds,
            RealTime = options.RealTime,
        };
        return new ConverterSource(wiring, converter, time);
    }

    private static Recording ReadRecording(SourceOptions options)
    {
        if (options.Order == BeatOrder.File) return RecordingFile.Read(options.Path!, options.Lead, options.SampleRateHz).Recording;
        var beats = Ecg5000File.Read(options.Path!);
        var text = $"{Path.GetFileName(options.Path)}, {beats.Count} beats end to end";
        return BeatTrain.Lay(beats, options.Order, options.Seed, text);
    }
}
