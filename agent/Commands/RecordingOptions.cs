using System.CommandLine;
using System.Globalization;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Analyses;

namespace EcgEdge.Agent.Commands;

/// <summary>The options by which commands over recordings say what to read.</summary>
internal sealed class RecordingOptions
{
    private const string Detected = "auto";

    private readonly Option<string?> _channel = new("--channel") { Description = "Name or index of the channel; default the first ECG." };
    private readonly Option<double?> _rate = new("--rate") { Description = "Samples per second, for a file that does not say." };
    private readonly Option<string> _mains = new("--mains") { Description = "Mains frequency: 50 or 60 Hz, or auto.", DefaultValueFactory = _ => Detected };

    /// <summary>The records that a path names: itself, or every WFDB record in a folder.</summary>
    public static IEnumerable<string> Expand(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.hea").Order(StringComparer.Ordinal)
        : [path];

    public void AddTo(Command command)
    {
        command.Add(_channel);
        command.Add(_rate);
        _mains.AcceptOnlyFromAmong(Detected, "50", "60");
        command.Add(_mains);
    }

    /// <summary>The mains frequency; null to have it detected.</summary>
    public double? MainsHz(ParseResult parsed) => parsed.GetValue(_mains) is var text && text == Detected ? null : int.Parse(text!, CultureInfo.InvariantCulture);

    public RecordingResult Read(ParseResult parsed, string path) =>
        RecordingRun.Checked(RecordingFile.Read(path, parsed.GetValue(_channel), parsed.GetValue(_rate)));
}
