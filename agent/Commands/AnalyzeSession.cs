using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Agent.Analyses;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Commands;

/// <summary>The records of one <c>analyze</c>, one after the other.</summary>
internal sealed class AnalyzeSession(LoadedPack pack, string? folder, bool isScored, double? mainsHz)
{
    private readonly List<RecordAnalysis> _records = [];
    private readonly AamiScore _pooled = new();

    private bool Warns => pack.Manifest.Models.Any(m => m.Role == ModelRole.EarlyWarning);

    /// <summary>Analyses a record and writes what is asked for.</summary>
    /// <exception cref="EcgFormatException">There is no reference to score against.</exception>
    public void Add(string path, RecordingResult read)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var reference = Path.ChangeExtension(path, ".atr");
        if (isScored && !File.Exists(reference))
            throw new EcgFormatException($"{name}: no reference annotations beside it; expected {Path.GetFileName(reference)}");

        using var progress = new TerminalProgress(name);
        var run = AnalyzeRun.Of(read.Recording, pack, mainsHz, progress);
        var (annotations, table) = folder is null ? (null, null) : (Path.Combine(folder, name + ".ecg"), Path.Combine(folder, name + ".beats.csv"));
        if (annotations is not null) run.WriteAnnotations(annotations);
        if (table is not null) run.WriteTable(table);
        AamiScore? score = null;
        if (isScored)
        {
            score = AamiScore.Of(read.Recording, run.Beats, pack.Manifest.Baseline?.CalibrateSeconds ?? 0, Flutter.Of(reference));
            _pooled.Add(score);
        }

        _records.Add(new RecordAnalysis(
            name, read.Channel, run.Beats.Count, Enum.GetValues<AamiClass>().ToDictionary(c => c.ToString(), c => run.Beats.Count(b => b.Class == c)),
            run.Beats.Count(b => b.Anomalous), run.Beats.Count(b => b.WarnedAfterSeconds is not null), annotations, table, score?.Figures(Warns)));
    }

    public AnalyzeFigures Figures() => new(
        pack.Manifest.Pack, pack.Manifest.Version, pack.Precision == Precision.Int8 ? "int8" : "fp32", pack.Manifest.Baseline?.CalibrateSeconds,
        _records, isScored ? _pooled.Figures(Warns) : null);
}
