using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Rest;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Commands;

/// <summary>
/// <c>alarms</c>: how many alerts of which kind recordings raise, and how many that are per hour; with <c>--normal</c> only recordings whose
/// reference annotations are nearly all normal beats, so that nearly every alert about the heart is a false one.
/// </summary>
internal static class AlarmsCommand
{
    /// <summary>A recording is normal if so many of its annotated beats are: chosen by the annotator, never by our result.</summary>
    private const double LeastNormal = 0.99;

    private const string NormalBeat = "N";

    public static Command Create()
    {
        var records = new Argument<string[]>("record")
        {
            Description = "WFDB record, EDF or CSV file, or a folder of WFDB records.",
            Arity = ArgumentArity.OneOrMore,
        };
        var pack = new Option<string>("--pack") { Description = "Model pack.", DefaultValueFactory = _ => "aami" };
        var normal = new Option<bool>("--normal") { Description = "Only records of whose annotated beats at least 99 % are normal (N)." };
        var input = new RecordingOptions();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("alarms", "Alerts per hour of recordings, with the alert limits that are set at first.") { records, pack, normal, json };
        input.AddTo(command);
        command.SetAction(parsed =>
        {
            var loaded = PackLoader.Load(PackLoader.DefaultFolder, parsed.GetValue(pack)!, Precision.Int8);
            var counted = new List<RecordAlarms>();
            foreach (var path in parsed.GetValue(records)!.SelectMany(RecordingOptions.Expand))
            {
                var read = input.Read(parsed, path);
                if (parsed.GetValue(normal) && !(NormalShare(read.Recording) >= LeastNormal)) continue;
                counted.Add(Count(Path.GetFileNameWithoutExtension(path), read, loaded, input.MainsHz(parsed)));
            }

            if (counted.Count == 0) throw new OptionsException($"--normal: of no record are {LeastNormal:P0} of the annotated beats normal");
            var figures = Sum(loaded.Manifest, counted);
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(figures, ApiJson.Indented.AlarmFigures) : Text(figures));
            return CommandLine.Success;
        });
        return command;
    }

    /// <summary>Normal beats among all annotated ones; null where none are annotated.</summary>
    private static double? NormalShare(Recording recording) =>
        recording.Beats.Count == 0 ? null : (double)recording.Beats.Count(b => b.Label == NormalBeat) / recording.Beats.Count;

    private static RecordAlarms Count(string name, RecordingResult read, LoadedPack pack, double? mainsHz)
    {
        using var progress = new TerminalProgress(name);
        var run = AlarmRun.Of(read.Recording, pack, new AlertOptions(), mainsHz, progress);
        return new RecordAlarms(
            name, read.Channel, read.Recording.Millivolts.Length / read.Recording.SampleRateHz / 3600, NormalShare(read.Recording),
            run.Raised.CountBy(a => a.Kind).OrderBy(k => k.Key, StringComparer.Ordinal).ToDictionary());
    }

    private static AlarmFigures Sum(PackManifest manifest, List<RecordAlarms> records)
    {
        var hours = records.Sum(r => r.Hours);
        KindAlarms[] kinds = [.. AlertKind.All.Select(kind =>
        {
            var count = records.Sum(r => r.Alerts.GetValueOrDefault(kind));
            return new KindAlarms(kind, count, count / hours);
        })];
        return new AlarmFigures(
            manifest.Pack, manifest.Version, hours, records, kinds,
            kinds.Where(k => !IsTechnical(k.Kind)).Sum(k => k.PerHour), kinds.Where(k => IsTechnical(k.Kind)).Sum(k => k.PerHour));
    }

    private static bool IsTechnical(string kind) => kind is AlertKind.SignalLeadsOff or AlertKind.SignalPoor or AlertKind.SourceLost;

    private static string Text(AlarmFigures f)
    {
        var lines = f.Records.Select(r => string.Create(
            CultureInfo.InvariantCulture,
            $"{r.Record} ({r.Channel}), {r.Hours:0.00} h{(r.NormalShare is { } share ? FormattableString.Invariant($", {share:P1} normal beats") : "")}: {Listed(r.Alerts)}")).ToList();
        lines.AddRange(f.Kinds.Where(k => k.Alerts > 0).Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Kind,-18} {k.Alerts,4} alerts, {k.PerHour:0.00} per hour")));
        lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{f.Hours:0.00} h, pack {f.Pack} {f.Version}: {f.PerHour:0.00} alerts about the heart per hour, {f.TechnicalPerHour:0.00} about the signal"));
        return string.Join('\n', lines);
    }

    private static string Listed(IReadOnlyDictionary<string, int> alerts) =>
        alerts.Count == 0 ? "no alerts" : string.Join(", ", alerts.Select(a => $"{a.Value} {a.Key}"));
}
