using System.Globalization;
using EcgEdge.Acquisition.Scoring;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Analyses;

namespace EcgEdge.Agent.Commands;

/// <summary>Plays a recording through the live path and keeps its windows, beside the reference beats they belong to.</summary>
internal sealed class WindowsRun : IBeatListener
{
    private const string Columns = "sample,next_sample,rr_before_s,rr_after_s,quality,mean_mv,scale_mv,reference,missed_before";

    private readonly Recording _recording;
    private readonly List<float[]> _windows = [];
    private readonly List<Row> _rows = [];

    private WindowsRun(Recording recording) => _recording = recording;

    /// <summary>Windows cut.</summary>
    public int Count => _windows.Count;

    public static WindowsRun Of(Recording recording, WindowCut cut, double? mainsHz, IProgress<double>? progress)
    {
        var run = new WindowsRun(recording);
        RecordingRun.Play(recording, new BeatExtractor(recording.SampleRateHz, cut, mainsHz), run, progress);
        return run;
    }

    public void OnBeat(BeatWindow window)
    {
        _windows.Add([.. window.Samples]);
        var next = window.EndsAtPeak ? window.EndIndex : (long?)null;
        _rows.Add(new Row(window.StartIndex, next, window.Rr.PreviousSeconds, window.Rr.NextSeconds, window.Quality, window.Mean, window.Scale));
    }

    /// <summary>Writes the windows and what is known of each, row by row.</summary>
    public void Write(string windowsPath, string tablePath)
    {
        NpyFile.Write(windowsPath, _windows, BeatWindow.Length);
        var (references, missed) = Match();
        using var table = new StreamWriter(tablePath) { NewLine = "\n" };
        table.WriteLine(Columns);
        for (var i = 0; i < _rows.Count; i++) table.WriteLine(_rows[i].Text(references[i], missed[i]));
        // What is missed after the last window stands in a row without one.
        if (missed[^1].Length > 0) table.WriteLine($",,,,,,,,{missed[^1]}");
    }

    private (string[] References, string[] MissedBefore) Match()
    {
        var truth = _recording.Beats;
        var pairs = new List<BeatPair>();
        BeatMatcher.Match(
            [.. truth.Select(b => b.Index)], [.. _rows.Select(r => r.Sample)], BeatMatcher.ToleranceSeconds * _recording.SampleRateHz, pairs);
        var references = Enumerable.Repeat("", _rows.Count).ToArray();
        var missed = Enumerable.Repeat("", _rows.Count + 1).ToArray();
        var from = 0;
        foreach (var pair in pairs.Append(new BeatPair(truth.Count, _rows.Count)))
        {
            if (pair.Detected < _rows.Count) references[pair.Detected] = truth[pair.Truth].Label;
            missed[pair.Detected] = string.Concat(truth.Skip(from).Take(pair.Truth - from).Select(b => b.Label));
            from = pair.Truth + 1;
        }

        return (references, missed);
    }

    private readonly record struct Row(long Sample, long? Next, double? Before, double? After, float Quality, float Mean, float Scale)
    {
        public string Text(string reference, string missed) => string.Create(
            CultureInfo.InvariantCulture, $"{Sample},{Next},{Before},{After},{Quality},{Mean},{Scale},{reference},{missed}");
    }
}
