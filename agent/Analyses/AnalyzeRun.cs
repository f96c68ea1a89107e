using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Analyses;

/// <summary>Plays a recording through the live path, models included, and keeps every beat with its verdict.</summary>
internal sealed class AnalyzeRun : IBeatListener
{
    private readonly BeatAnalyzer _analyzer;
    private readonly double _sampleRateHz;
    private readonly AamiClass[] _classes;

    private AnalyzeRun(BeatAnalyzer analyzer, double sampleRateHz)
    {
        _analyzer = analyzer;
        _sampleRateHz = sampleRateHz;
        _classes = [.. AamiClasses(analyzer.Pack.Manifest)];
    }

    /// <summary>The beats, in order.</summary>
    public List<AnalyzedBeat> Beats { get; } = [];

    /// <summary>Analyses a recording from its first sample to its last.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="pack">A pack whose classes are AAMI's.</param>
    /// <param name="mainsHz">50 or 60; null to have it detected.</param>
    /// <param name="progress">Told the part done, 0 to 1, now and then; null for none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PackException">The pack tells other classes.</exception>
    /// <exception cref="InferenceException">The models gave no usable answer.</exception>
    public static AnalyzeRun Of(
        Recording recording, LoadedPack pack, double? mainsHz, IProgress<double>? progress, CancellationToken cancellation = default)
    {
        using var analyzer = new BeatAnalyzer(pack, recording.SampleRateHz);
        var run = new AnalyzeRun(analyzer, recording.SampleRateHz);
        RecordingRun.Play(recording, new BeatExtractor(recording.SampleRateHz, analyzer.Cut, mainsHz), run, progress, cancellation);
        return run;
    }

    /// <summary>The AAMI class of each of a pack's classes.</summary>
    /// <exception cref="PackException">One of them is none.</exception>
    public static IEnumerable<AamiClass> AamiClasses(PackManifest manifest) => manifest.Classes.Select(c =>
        Enum.GetNames<AamiClass>().Contains(c)
            ? Enum.Parse<AamiClass>(c)
            : throw new PackException($"pack '{manifest.Pack}' tells {string.Join(", ", manifest.Classes)}, which have no AAMI letter; expected N, S, V, F, Q"));

    public void OnPrefix(BeatPrefix prefix) => _analyzer.Warn(prefix);

    public void OnBeat(BeatWindow window)
    {
        var verdict = _analyzer.Analyze(window);
        var probabilities = new float[Enum.GetValues<AamiClass>().Length];
        for (var k = 0; k < _classes.Length; k++) probabilities[(int)_classes[k]] = verdict.Probabilities[k];
        Beats.Add(new AnalyzedBeat(
            window.StartIndex, window.StartIndex / _sampleRateHz, window.Rr.PreviousSeconds, _classes[verdict.ClassIndex], probabilities,
            verdict.IsScored ? verdict.Score : null, verdict.Anomalous, window.Quality, verdict.WarnedAfterSeconds));
    }

    /// <summary>Writes the classes as a WFDB annotation file.</summary>
    public void WriteAnnotations(string path) =>
        new WfdbAnnotations([.. Beats.Select(b => new WfdbAnnotation(b.Sample, WfdbCode.Find(b.Class.ToString())))]).Write(path);

    /// <summary>Writes the table of beats, one row each.</summary>
    public void WriteTable(string path) => File.WriteAllLines(path, Beats.Select(b => b.Row()).Prepend(AnalyzedBeat.Columns));
}
