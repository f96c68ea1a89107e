using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Inference;
using EcgEdge.Inference.Evaluation;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Analyses;

/// <summary>Judges the labelled beats of a file in ECG5000's form, with a pack that tells its classes.</summary>
internal static class LabelledBeatsAnalysis
{
    private const string Ecg5000Pack = "ecg5000";

    /// <param name="name">What the file is called.</param>
    /// <param name="beats">Its beats.</param>
    /// <param name="preferred">The first channel's pack, which is taken where it tells the file's classes; else ecg5000 is.</param>
    /// <param name="packs">The packs at hand.</param>
    /// <param name="progress">Told the part done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PackException">The pack does not fit.</exception>
    /// <exception cref="InferenceException">The models gave no usable answer.</exception>
    public static AnalysisDto Run(
        string name, IReadOnlyList<Ecg5000Beat> beats, LoadedPack preferred, PackShelf packs, IProgress<double> progress, CancellationToken cancellation)
    {
        var tellsThem = preferred.Manifest.Classes.SequenceEqual(Ecg5000File.ClassNames);
        using var analyzer = new BeatAnalyzer(tellsThem ? preferred : packs.Take(Ecg5000Pack, preferred.Precision));
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
            results.Add(new AnalysedBeatDto(told, verdict.Probabilities[verdict.ClassIndex], verdict.Score, verdict.Anomalous)
            {
                Line = beat.Line,
                Label = Ecg5000File.ClassNames[beat.Label - 1],
            });
            progress.Report((double)results.Count / beats.Count);
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
