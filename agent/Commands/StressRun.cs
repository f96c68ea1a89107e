using EcgEdge.Acquisition.Scoring;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Signal.Quality;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Analyses;

namespace EcgEdge.Agent.Commands;

/// <summary>Plays a recording with noise through the live path: its R peaks against the true ones, and the quality within the noise.</summary>
internal sealed class StressRun : IBeatListener
{
    private const double ToleranceSeconds = 0.05;

    private readonly double _sampleRateHz;
    private readonly List<long> _peaks = [];

    private StressRun(double sampleRateHz) => _sampleRateHz = sampleRateHz;

    /// <summary>True and detected beats matched within 50 ms.</summary>
    public BeatMatch Match { get; private set; }

    /// <summary>Sum of the quality of the noisy seconds, and how many they were.</summary>
    public (double Sum, int Seconds) Quality { get; private set; }

    public static StressRun Of(Recording noisy)
    {
        var run = new StressRun(noisy.SampleRateHz);
        RecordingRun.Play(noisy, new BeatExtractor(noisy.SampleRateHz, WindowCut.FromRToR(Fiducial.RPeak, 0)), run, progress: null);
        run.Match = BeatMatcher.Match([.. noisy.Beats.Select(b => b.Index)], run._peaks, ToleranceSeconds * noisy.SampleRateHz);
        return run;
    }

    public void OnRPeak(RPeak peak) => _peaks.Add(peak.Index);

    public void OnQuality(long index, QualityReport quality)
    {
        // The second that ends here must lie within the noise as a whole.
        if (NoiseStress.IsNoisy(index, _sampleRateHz) && NoiseStress.IsNoisy(index - (long)_sampleRateHz, _sampleRateHz))
            Quality = (Quality.Sum + quality.Value, Quality.Seconds + 1);
    }
}
