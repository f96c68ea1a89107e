using System.CommandLine;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Commands;

/// <summary>The options by which commands over recordings say what to read.</summary>
internal sealed class RecordingOptions
{
    private readonly Option<string?> _channel = new("--channel") { Description = "Name or index of the channel; default the first ECG." };
    private readonly Option<double?> _rate = new("--rate") { Description = "Samples per second, for a file that does not say." };
    private readonly Option<int> _mains = new("--mains") { Description = "Mains frequency, 50 or 60 Hz.", DefaultValueFactory = _ => 50 };

    /// <summary>The records that a path names: itself, or every WFDB record in a folder.</summary>
    public static IEnumerable<string> Expand(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.hea").Order(StringComparer.Ordinal)
        : [path];

    public void AddTo(Command command)
    {
        command.Add(_channel);
        command.Add(_rate);
        command.Add(_mains);
    }

    /// <exception cref="OptionsException">Neither 50 nor 60.</exception>
    public int MainsHz(ParseResult parsed) =>
        parsed.GetValue(_mains) is var hz and (50 or 60) ? hz : throw new OptionsException($"--mains is {parsed.GetValue(_mains)}; expected 50 or 60");

    public RecordingResult Read(ParseResult parsed, string path) => RecordingFile.Read(path, parsed.GetValue(_channel), parsed.GetValue(_rate));
}
