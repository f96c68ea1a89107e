using System.Diagnostics;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Analyses;
using EcgEdge.Inference;
using EcgEdge.Inference.Models;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Commands;

/// <summary>What the models of a pack cost for one beat, early warnings left out.</summary>
internal sealed class ModelBench : IBeatListener
{
    private const int Runs = 2000;

    private readonly List<BeatWindow> _windows = [];

    /// <summary>Median time of a verdict in microseconds, over beats of a recording.</summary>
    public static double MedianMicroseconds(LoadedPack pack, Recording recording)
    {
        var bench = new ModelBench();
        using var analyzer = new BeatAnalyzer(pack, recording.SampleRateHz);
        RecordingRun.Play(recording, new BeatExtractor(recording.SampleRateHz, pack.Manifest.Window.Cut), bench, progress: null);
        var times = new double[Runs];
        for (var i = -Runs; i < Runs; i++)
        {
            var window = bench._windows[(i + Runs) % bench._windows.Count];
            var started = Stopwatch.GetTimestamp();
            analyzer.Analyze(window);
            if (i >= 0) times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        Array.Sort(times);
        return times[Runs / 2];
    }

    /// <summary>Median time of each model of a pack run by itself, in microseconds; some take no part in verdicts.</summary>
    public static IReadOnlyDictionary<string, double> MedianMicrosecondsOfEach(LoadedPack pack)
    {
        var medians = new Dictionary<string, double>();
        var times = new double[Runs];
        foreach (var model in pack.Models)
        {
            using var bound = new BoundModel(model, pack.Manifest.Pack);
            for (var i = -Runs; i < Runs; i++)
            {
                var started = Stopwatch.GetTimestamp();
                bound.Run();
                if (i >= 0) times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            }

            Array.Sort(times);
            medians.Add(model.Spec.Name, times[Runs / 2]);
        }

        return medians;
    }

    public void OnBeat(BeatWindow window)
    {
        var copy = new BeatWindow
        {
            StartIndex = window.StartIndex,
            EndIndex = window.EndIndex,
            EndsAtPeak = window.EndsAtPeak,
            RrSeconds = window.RrSeconds,
            Mean = window.Mean,
            Scale = window.Scale,
            Quality = window.Quality,
            QualityReasons = window.QualityReasons,
            Rr = window.Rr,
        };
        window.Samples.CopyTo(copy.Samples, 0);
        _windows.Add(copy);
    }
}
