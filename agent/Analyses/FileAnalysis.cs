using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Rest;
using EcgEdge.Inference;
using EcgEdge.Inference.Evaluation;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Analyses;

/// <summary>Judges the beats of an uploaded file with the first channel's pack, or ecg5000 where that tells other classes, apart from the live channels. One file at a time.</summary>
public sealed class FileAnalysis(AgentOptions options, PackShelf packs) : IDisposable
{
    private const string Ecg5000Pack = "ecg5000";

    private readonly SemaphoreSlim _turn = new(1);
    private BeatAnalyzer? _analyzer;

    /// <summary>Analyses labelled beats.</summary>
    /// <exception cref="PackException">The pack does not fit.</exception>
    public async Task<AnalysisDto> RunAsync(string name, IReadOnlyList<Ecg5000Beat> beats, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            _analyzer ??= Open();
            return await Task.Run(() => Run(_analyzer, name, beats, cancellation), cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _analyzer?.Dispose();
        _turn.Dispose();
    }

    private BeatAnalyzer Open()
    {
        var channel = options.Channels[0];
        var pack = packs.Take(channel.Pack, channel.Precision);
        return new BeatAnalyzer(TellsTheFilesClasses(pack) ? pack : packs.Take(Ecg5000Pack, channel.Precision));
    }

    private static bool TellsTheFilesClasses(LoadedPack pack) => pack.Manifest.Classes.SequenceEqual(Ecg5000File.ClassNames);

    private static AnalysisDto Run(BeatAnalyzer analyzer, string name, IReadOnlyList<Ecg5000Beat> beats, CancellationToken cancellation)
    {
        var manifest = analyzer.Pack.Manifest;
        using var scorer = new PackScorer(analyzer);
        var classes = manifest.Classes.ToDictionary(c => c, _ => 0);
        var results = new List<AnalysedBeatDto>(beats.Count);
        foreach (var beat in beats)
        {
            cancellation.ThrowIfCancellationRequested();
            var verdict = analyzer.Analyze(beat.Samples);
            var told = manifest.Classes[verdict.ClassIndex];
            classes[told]++;
            scorer.Add(beat.Label - 1, beat.Samples, verdict);
            results.Add(new AnalysedBeatDto(
                beat.Line, Ecg5000File.ClassNames[beat.Label - 1], told, verdict.Probabilities[verdict.ClassIndex], verdict.Score, verdict.Anomalous));
        }

        var figures = scorer.Figures();
        var classification = figures.Classification;
        var summary = new AnalysisSummaryDto(
            results.Count(r => r.Anomalous),
            classes,
            figures.Anomaly,
            new AnalysedClassificationDto(
                classification.Accuracy, classification.BalancedAccuracy, classification.MacroF1, manifest.Classes, classification.Confusion));
        return new AnalysisDto(name, manifest.Pack, figures.Precision, results.Count, summary, results);
    }
}
