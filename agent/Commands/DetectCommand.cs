using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Scoring;
using EcgEdge.Agent.Analyses;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Commands;

/// <summary>
/// <c>detect</c>: R peaks of records, written as WFDB annotations at each record's own rate; with <c>--score</c> set against the reference
/// annotations beside the records.
/// </summary>
internal static class DetectCommand
{
    private const double NarrowToleranceSeconds = 0.05;

    public static Command Create()
    {
        var records = new Argument<string[]>("record")
        {
            Description = "WFDB record, EDF, CSV or ECG5000 file, or a folder of WFDB records.",
            Arity = ArgumentArity.OneOrMore,
        };
        var input = new RecordingOptions();
        var folder = new Option<string?>("--out") { Description = "Folder for the .qrs files; default the current one, none with --score." };
        var score = new Option<bool>("--score") { Description = "Set against the .atr beside each record; ventricular flutter is left out." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("detect", "R peaks of recordings.") { records, folder, score, json };
        input.AddTo(command);
        command.SetAction(parsed =>
        {
            var mainsHz = input.MainsHz(parsed);
            var tally = new DetectionTally();
            var target = parsed.GetValue(folder) ?? (parsed.GetValue(score) ? null : ".");
            if (target is not null) Directory.CreateDirectory(target);
            foreach (var path in parsed.GetValue(records)!.SelectMany(RecordingOptions.Expand))
                Detect(path, input.Read(parsed, path), mainsHz, target, parsed.GetValue(score), tally);
            var figures = tally.Figures();
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(figures, ApiJson.Indented.DetectionFigures) : Text(figures, parsed.GetValue(score)));
            return CommandLine.Success;
        });
        return command;
    }

    private static void Detect(string path, RecordingResult read, double? mainsHz, string? folder, bool score, DetectionTally tally)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        using var progress = new TerminalProgress(name);
        var run = DetectionRun.Of(read.Recording, mainsHz, progress);
        var written = folder is null ? null : Path.Combine(folder, name + ".qrs");
        if (written is not null) run.Write(written);

        if (!score)
        {
            tally.Add(new RecordDetection(name, read.Channel, run.Peaks.Count, written, null, null, null), run, read.Recording.SampleRateHz);
            return;
        }

        var reference = Path.ChangeExtension(WfdbHeader.PathOf(path), ".atr");
        if (read.Recording.Beats.Count == 0 || !File.Exists(reference))
            throw new EcgFormatException($"{name}: no reference annotations beside it; expected {Path.GetFileName(reference)}");
        var flutter = Flutter.Of(reference);
        var distances = new List<long>();
        var wide = run.Match(BeatMatcher.ToleranceSeconds, flutter, distances);
        var narrow = run.Match(NarrowToleranceSeconds, flutter);
        var detection = new RecordDetection(name, read.Channel, run.Peaks.Count, written, wide.Matched + wide.Missed, wide.Missed, wide.Extra);
        tally.Add(detection, run, read.Recording.SampleRateHz);
        tally.Add(wide, narrow, distances, read.Recording.SampleRateHz);
    }

    private static string Text(DetectionFigures figures, bool score)
    {
        var lines = figures.Records.Select(r => r.Beats is null
            ? FormattableString.Invariant($"{r.Record} ({r.Channel}): {r.RPeaks} R peaks{(r.Written is null ? "" : $", {r.Written}")}")
            : FormattableString.Invariant($"{r.Record} ({r.Channel}): {r.Beats} beats, {r.Missed} missed, {r.Extra} extra")).ToList();
        if (score)
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{figures.Beats} beats: sensitivity {figures.Sensitivity:P2}, positive predictivity {figures.PositivePredictivity:P2} at 150 ms"));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"F1 at 50 ms {figures.F1Within50Ms:P2}, median error {figures.MedianErrorMs:0.0} ms"));
        }

        lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"from R peak to report: p50 {figures.DelayP50Ms:0} ms, p95 {figures.DelayP95Ms:0} ms, longest {figures.DelayMaxMs:0} ms"));
        return string.Join('\n', lines);
    }
}
