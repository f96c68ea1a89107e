using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Scoring;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Analyses;

namespace EcgEdge.Agent.Commands;

/// <summary>Plays a recording through the live path and keeps its R peaks.</summary>
internal sealed class DetectionRun : IBeatListener
{
    private static readonly int s_normalBeat = WfdbCode.Find("N");

    private readonly Recording _recording;

    private DetectionRun(Recording recording) => _recording = recording;

    /// <summary>The R peaks, in order.</summary>
    public List<RPeak> Peaks { get; } = [];

    /// <summary>Detects all R peaks.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="mainsHz">50 or 60; null to have it detected.</param>
    /// <param name="progress">Told the part done, 0 to 1, now and then; null for none.</param>
    public static DetectionRun Of(Recording recording, double? mainsHz, IProgress<double>? progress)
    {
        var run = new DetectionRun(recording);
        var extractor = new BeatExtractor(recording.SampleRateHz, WindowCut.FromRToR(Fiducial.RPeak, 0), mainsHz);
        RecordingRun.Play(recording, extractor, run, progress);
        return run;
    }

    /// <summary>Writes the peaks as a WFDB annotation file.</summary>
    public void Write(string path) => new WfdbAnnotations([.. Peaks.Select(p => new WfdbAnnotation(p.Index, s_normalBeat))]).Write(path);

    /// <summary>Matches the peaks with the recording's true beats; ventricular flutter is left out on both sides.</summary>
    public BeatMatch Match(double toleranceSeconds, IReadOnlyList<(long From, long To)> flutter, ICollection<long>? distances = null)
    {
        long[] truth = [.. _recording.Beats.Select(b => b.Index).Where(Counts)];
        long[] detected = [.. Peaks.Select(p => p.Index).Where(Counts)];
        var pairs = new List<BeatPair>();
        var match = BeatMatcher.Match(truth, detected, toleranceSeconds * _recording.SampleRateHz, pairs);
        foreach (var pair in pairs) distances?.Add(detected[pair.Detected] - truth[pair.Truth]);
        return match;

        bool Counts(long index) => !flutter.Any(f => index >= f.From && index <= f.To);
    }

    public void OnRPeak(RPeak peak) => Peaks.Add(peak);
}
