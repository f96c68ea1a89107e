using System.CommandLine;
using System.Text.Json;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Rest;
using EcgEdge.Inference;
using EcgEdge.Inference.Evaluation;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Commands;

/// <summary><c>evaluate</c>: every labelled beat of a file through the shipped models.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Labelled ECG5000 file." };
        var pack = new Option<string>("--pack") { Description = "Model pack.", DefaultValueFactory = _ => "ecg5000" };
        var precision = new Option<Precision>("--precision") { Description = "int8 (shipped) or fp32 (its twin)." };
        var models = new Option<string>("--models") { Description = "Folder of the packs.", DefaultValueFactory = _ => PackLoader.DefaultFolder };
        var stream = new Option<bool>("--stream") { Description = "Play the beats as a signal through filter, detector and segmenter first." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("evaluate", "Figures of a pack on labelled beats.") { file, pack, precision, models, stream, json };
        command.SetAction(parsed =>
        {
            var beats = Ecg5000File.Read(parsed.GetValue(file)!);
            using var analyzer = new BeatAnalyzer(PackLoader.Load(parsed.GetValue(models)!, parsed.GetValue(pack)!, parsed.GetValue(precision)));
            CheckClasses(analyzer.Pack.Manifest);
            var figures = parsed.GetValue(stream) ? StreamEvaluation.Run(analyzer, beats) : Windows(analyzer, beats);
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(figures, ApiJson.Indented.PackFigures) : FiguresText.Of(figures));
            return CommandLine.Success;
        });
        return command;
    }

    private static void CheckClasses(PackManifest manifest)
    {
        if (!manifest.Classes.SequenceEqual(Ecg5000File.ClassNames))
            throw new PackException($"pack '{manifest.Pack}' tells {string.Join(", ", manifest.Classes)}; an ECG5000 file has {string.Join(", ", Ecg5000File.ClassNames)}");
    }

    private static PackFigures Windows(BeatAnalyzer analyzer, IReadOnlyList<Ecg5000Beat> beats)
    {
        var scorer = new PackScorer(analyzer.Pack.Manifest);
        foreach (var beat in beats) scorer.Add(beat.Label - 1, analyzer.Analyze(beat.Samples));
        return scorer.Figures(analyzer.Pack.Precision);
    }
}
