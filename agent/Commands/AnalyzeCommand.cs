using System.CommandLine;
using System.Text.Json;
using EcgEdge.Agent.Analyses;
using EcgEdge.Agent.Rest;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Commands;

/// <summary>
/// <c>analyze</c>: the whole path over records. Writes each beat's class as a WFDB annotation, <c>record.ecg</c>, and all that was found of
/// it, <c>record.beats.csv</c>; with <c>--score</c> sets the classes against the reference annotations beside the records.
/// </summary>
internal static class AnalyzeCommand
{
    public static Command Create()
    {
        var records = new Argument<string[]>("record")
        {
            Description = "WFDB record, EDF or CSV file, or a folder of WFDB records.",
            Arity = ArgumentArity.OneOrMore,
        };
        var pack = new Option<string>("--pack") { Description = "Model pack.", DefaultValueFactory = _ => "aami" };
        var models = new Option<string>("--models") { Description = "Folder of the packs.", DefaultValueFactory = _ => PackLoader.DefaultFolder };
        var precision = new Option<Precision>("--precision") { Description = "int8 (shipped) or fp32 (its twin)." };
        var calibrate = new Option<double?>("--calibrate-seconds") { Description = "Seconds on which the wearer's baseline is learned; default the pack's." };
        var input = new RecordingOptions();
        var folder = new Option<string?>("--out") { Description = "Folder for the files; default the current one, none with --score." };
        var score = new Option<bool>("--score") { Description = "Set against the .atr beside each record, from the end of the calibration on." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("analyze", "Class and anomaly score of every beat of recordings.") { records, pack, models, precision, calibrate, folder, score, json };
        input.AddTo(command);
        command.SetAction(parsed =>
        {
            var loaded = RecordPack.Of(
                PackLoader.Load(parsed.GetValue(models)!, parsed.GetValue(pack)!, parsed.GetValue(precision)), parsed.GetValue(calibrate), "--calibrate-seconds");
            var target = parsed.GetValue(folder) ?? (parsed.GetValue(score) ? null : ".");
            if (target is not null) Directory.CreateDirectory(target);
            var session = new AnalyzeSession(loaded, target, parsed.GetValue(score), input.MainsHz(parsed));
            foreach (var path in parsed.GetValue(records)!.SelectMany(RecordingOptions.Expand)) session.Add(path, input.Read(parsed, path));
            var figures = session.Figures();
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(figures, ApiJson.Indented.AnalyzeFigures) : AnalyzeText.Of(figures));
            return CommandLine.Success;
        });
        return command;
    }
}
