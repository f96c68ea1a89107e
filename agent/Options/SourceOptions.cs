using System.ComponentModel.DataAnnotations;
using System.Net;
using EcgEdge.Acquisition.Devices.Adc;
using EcgEdge.Acquisition.Devices.Serial;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Sources.Sampling;

namespace EcgEdge.Agent.Options;

/// <summary>Where a channel's samples come from.</summary>
public sealed record SourceOptions
{
    public const string Replay = "replay", Synthetic = "synthetic", Serial = "serial", Spi = "spi", I2c = "i2c", Tcp = "tcp", Udp = "udp",
        StandardInput = "stdin", Agent = "agent";

    private static readonly string[] s_kinds = [Replay, Synthetic, Serial, Spi, I2c, Tcp, Udp, StandardInput, Agent];

    /// <summary>
    /// What the samples come from: <c>replay</c>, <c>synthetic</c>, <c>serial</c>, <c>spi</c>, <c>i2c</c>, <c>tcp</c>, <c>udp</c>, <c>stdin</c> or <c>agent</c> (another
    /// agent's live stream).
    /// </summary>
    [AllowedValues(Replay, Synthetic, Serial, Spi, I2c, Tcp, Udp, StandardInput, Agent)]
    public string Kind { get; init; } = Synthetic;

    /// <summary>File to replay (WFDB record, EDF, BDF, CSV or ECG5000), or the node of a serial line, SPI device or I2C bus.</summary>
    public string? Path { get; init; }

    /// <summary>Name or index of the signal to replay; default the first ECG.</summary>
    public string? Lead { get; init; }

    /// <summary>Multiple of real time, above 0; infinity plays as fast as it can be stored.</summary>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double Speed { get; init; } = 1;

    /// <summary>Whether a replay begins again at its end.</summary>
    public bool Loop { get; init; }

    /// <summary>Order in which the beats of an ECG5000 file are laid end to end.</summary>
    public BeatOrder Order { get; init; } = BeatOrder.File;

    /// <summary>Samples per second of a front end or the synthetic heart (default 250), or of a file that does not say; 100 to 2000 Hz.</summary>
    [Range(EcgFilter.MinimumRateHz, EcgFilter.MaximumRateHz)]
    public double? SampleRateHz { get; init; }

    /// <summary>Heart rate of the synthetic heart, 20 to 300 beats per minute.</summary>
    [Range(20, 300)]
    public double HeartRateBpm { get; init; } = 72;

    /// <summary>Seed of the synthetic heart and of the order <c>episodes</c>.</summary>
    [Range(int.MinValue, int.MaxValue)]
    public int Seed { get; init; } = 1;

    /// <summary>Bits per second of a serial line.</summary>
    [Range(SerialLine.SlowestBaud, SerialLine.FastestBaud)]
    public int BaudRate { get; init; } = 115_200;

    /// <summary>Name or address of a <c>tcp</c> front end.</summary>
    public string? Host { get; init; }

    /// <summary>Port of a <c>tcp</c> front end, or on which <c>udp</c> listens.</summary>
    [Range(1, 65535)]
    public int? Port { get; init; }

    /// <summary>Address on which <c>udp</c> listens; default all of this machine's.</summary>
    public string Address { get; init; } = "0.0.0.0";

    /// <summary>Address of another agent, such as http://other:8080.</summary>
    public string? Url { get; init; }

    /// <summary>Channel of the other agent; default its first.</summary>
    public string? Channel { get; init; }

    /// <summary>File that holds the other agent's access token.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Converter on <c>spi</c> (Mcp3008, Mcp3208) or <c>i2c</c> (Ads1115); default Mcp3008 and Ads1115.</summary>
    public ConverterChip? Chip { get; init; }

    /// <summary>Input of the converter: 0 to 7 on SPI, 0 to 3 on I2C.</summary>
    [Range(0, 7)]
    public int Input { get; init; }

    /// <summary>Address of an I2C converter, 8 to 119; default 72 (0x48).</summary>
    [Range(8, 119)]
    public int I2cAddress { get; init; } = Ads1115.DefaultAddress;

    /// <summary>Whether sampling of a converter asks for real-time priority and locked memory.</summary>
    public bool RealTime { get; init; } = true;

    /// <summary>Amplifier and converter of a front end.</summary>
    public AnalogOptions Analog { get; init; } = new();

    /// <summary>Detection of lost contact.</summary>
    public LeadsOptions Leads { get; init; } = new();

    public IEnumerable<string> Validate(string key)
    {
        if (!s_kinds.Contains(Kind)) yield return $"{key}:Kind is \"{Kind}\"; expected {string.Join(", ", s_kinds)}.";
        if (!(Speed > 0)) yield return $"{key}:Speed is {Speed}; expected a number above 0.";
        if (SampleRateHz is { } rate && !(rate is >= EcgFilter.MinimumRateHz and <= EcgFilter.MaximumRateHz))
            yield return $"{key}:SampleRateHz is {rate}; expected {EcgFilter.MinimumRateHz} to {EcgFilter.MaximumRateHz}.";
        if (!(HeartRateBpm is >= 20 and <= 300)) yield return $"{key}:HeartRateBpm is {HeartRateBpm}; expected 20 to 300.";
        foreach (var error in ValidatePlace(key)) yield return error;
        foreach (var error in Analog.Validate($"{key}:Analog")) yield return error;
        foreach (var error in Leads.Validate($"{key}:Leads", Kind)) yield return error;
    }

    private IEnumerable<string> ValidatePlace(string key)
    {
        if (Kind is Replay or Serial or Spi or I2c && string.IsNullOrEmpty(Path))
            yield return $"{key}:Path is missing; {(Kind == Replay ? "a replay needs a file" : $"{Kind} needs a device such as {Example(Kind)}")}.";
        if (BaudRate is < SerialLine.SlowestBaud or > SerialLine.FastestBaud)
            yield return $"{key}:BaudRate is {BaudRate}; expected {SerialLine.SlowestBaud} to {SerialLine.FastestBaud}.";
        if (Kind == Tcp && string.IsNullOrEmpty(Host)) yield return $"{key}:Host is missing; tcp connects to a front end.";
        if (Kind is Tcp or Udp && Port is null) yield return $"{key}:Port is missing; {Kind} needs one.";
        if (Port is < 1 or > 65535) yield return $"{key}:Port is {Port}; expected 1 to 65535.";
        if (Kind == Udp && !IPAddress.TryParse(Address, out _)) yield return $"{key}:Address is \"{Address}\"; expected an IP address.";
        if (Kind == Agent && !(Uri.TryCreate(Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return $"{key}:Url is \"{Url}\"; expected another agent's address such as http://other:8080.";
        if (Kind is Spi or I2c && Chip is { } chip && (chip == ConverterChip.Ads1115) != (Kind == I2c))
            yield return $"{key}:Chip is {chip}, which is not on {Kind}; expected {(Kind == I2c ? "Ads1115" : "Mcp3008 or Mcp3208")}.";
        if (Input < 0 || Input > (Kind == I2c ? 3 : 7)) yield return $"{key}:Input is {Input}; expected 0 to {(Kind == I2c ? 3 : 7)}.";
        if (I2cAddress is < 8 or > 119) yield return $"{key}:I2cAddress is {I2cAddress}; expected 8 to 119.";
        if (Kind is Spi or I2c && SampleRateHz > (Kind == I2c ? Ads1115.ConversionsPerSecond : 1000))
            yield return $"{key}:SampleRateHz is {SampleRateHz}; {Kind} is sampled up to {(Kind == I2c ? Ads1115.ConversionsPerSecond : 1000)} Hz.";
    }

    private static string Example(string kind) => kind switch
    {
        Spi => "/dev/spidev0.0",
        I2c => "/dev/i2c-1",
        _ => "/dev/serial/by-id/...",
    };
}
