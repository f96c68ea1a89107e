using System.CommandLine;
using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Agent.Commands;

/// <summary>
/// <c>windows</c>: the windows of records as the live path cuts them, with the reference beat of each, for training. Per record a float32
/// matrix of n × 140, <c>record.windows.npy</c>, and a table of n rows, <c>record.windows.csv</c>.
/// </summary>
internal static class WindowsCommand
{
    private const string RToR = "r-to-r", AroundR = "around-r";

    /// <summary>The bounds that DESIGN gives to windows around the R peak.</summary>
    private const double BeforeSeconds = 0.25, AfterSeconds = 0.45;

    public static Command Create()
    {
        var records = new Argument<string[]>("record")
        {
            Description = "WFDB record, EDF, CSV or ECG5000 file, or a folder of WFDB records.",
            Arity = ArgumentArity.OneOrMore,
        };
        var kind = new Option<string>("--kind") { Description = "around-r (250 ms before to 450 ms after) or r-to-r.", DefaultValueFactory = _ => AroundR };
        kind.AcceptOnlyFromAmong(AroundR, RToR);
        var input = new RecordingOptions();
        var folder = new Option<string>("--out") { Description = "Folder for the files.", DefaultValueFactory = _ => "." };
        var command = new Command("windows", "Windows of recordings, for training.") { records, kind, folder };
        input.AddTo(command);
        command.SetAction(parsed =>
        {
            var cut = parsed.GetValue(kind) == RToR ? WindowCut.FromRToR(Fiducial.RPeak, 0) : WindowCut.AroundR(BeforeSeconds, AfterSeconds);
            var target = parsed.GetValue(folder)!;
            Directory.CreateDirectory(target);
            foreach (var path in parsed.GetValue(records)!.SelectMany(RecordingOptions.Expand))
            {
                var name = Path.GetFileNameWithoutExtension(path);
                using var progress = new TerminalProgress(name);
                var run = WindowsRun.Of(input.Read(parsed, path).Recording, cut, input.MainsHz(parsed), progress);
                run.Write(Path.Combine(target, name + ".windows.npy"), Path.Combine(target, name + ".windows.csv"));
                Console.WriteLine($"{name}: {run.Count} windows");
            }

            return CommandLine.Success;
        });
        return command;
    }
}
