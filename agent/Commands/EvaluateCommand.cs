using System.CommandLine;
using System.Text.Json;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Options;
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
        var parity = new Option<bool>("--parity") { Description = "Set int8 against fp32, beat by beat and figure by figure." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("evaluate", "Figures of a pack on labelled beats.") { file, pack, precision, models, stream, parity, json };
        command.SetAction(parsed =>
        {
            var beats = Ecg5000File.Read(parsed.GetValue(file)!);
            if (parsed.GetValue(parity))
            {
                if (parsed.GetValue(stream)) throw new OptionsException("--parity and --stream: expected one of them");
                var both = Parity(parsed.GetValue(models)!, parsed.GetValue(pack)!, beats);
                Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(both, ApiJson.Indented.ParityFigures) : FiguresText.Of(both));
                return CommandLine.Success;
            }

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
        using var scorer = new PackScorer(analyzer);
        foreach (var beat in beats) scorer.Add(beat.Label - 1, beat.Samples, analyzer.Analyze(beat.Samples));
        return scorer.Figures();
    }

    private static ParityFigures Parity(string models, string pack, IReadOnlyList<Ecg5000Beat> beats)
    {
        using var int8 = new BeatAnalyzer(PackLoader.Load(models, pack, Precision.Int8));
        using var fp32 = new BeatAnalyzer(PackLoader.Load(models, pack, Precision.Fp32));
        CheckClasses(int8.Pack.Manifest);
        using PackScorer int8Scorer = new(int8), fp32Scorer = new(fp32);
        var parity = new ParityScorer();
        foreach (var beat in beats)
        {
            parity.Add(int8.Analyze(beat.Samples), fp32.Analyze(beat.Samples));
            int8Scorer.Add(beat.Label - 1, beat.Samples, int8.Verdict);
            fp32Scorer.Add(beat.Label - 1, beat.Samples, fp32.Verdict);
        }

        return parity.Figures(int8Scorer.Figures(), fp32Scorer.Figures());
    }
}
