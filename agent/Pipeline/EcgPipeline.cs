using System.Diagnostics;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Signal.Quality;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Alerts;
using EcgEdge.Inference;
using EcgEdge.Inference.Baseline;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// One channel's way from samples to alerts, run on its source's thread: extract beats, judge them, watch for alerts, hand everything on.
/// Nothing here waits for whoever reads the results, and nothing is allocated per sample or beat.
/// </summary>
public sealed class EcgPipeline : IBeatListener, IDisposable
{
    private const double LiveSeconds = 120;
    private const int JournalBeats = 4096, RateWindowBeats = 60;

    /// <summary>After so long a silence, or asystole if that is told sooner, no heart rate is known.</summary>
    private const double LongestRrSeconds = 4;

    /// <summary>The trace lags the input by less than this.</summary>
    private const double MostLagSeconds = 0.5;

    private readonly double? _mainsHz;
    private readonly FilterBand _trace;
    private readonly StripCollector _strips;
    private readonly AlertPolicy _policy;
    private readonly IAlertSink _alerts;
    private readonly HeartRate _heartRate = new();
    private readonly HeartRateVariability _variability = new();
    private readonly LatestVitals _vitals = new();
    private readonly bool[] _recentAnomalous = new bool[RateWindowBeats];
    private BeatExtractor _extractor;
    private BeatAnalyzer _analyzer;
    private AlertOrigin _origin;
    private int _normalClass;
    private int _recentCount, _recentNext;
    private readonly long _longestRr;
    private long _lastPeak = -1;
    private long _samples, _gapsBefore, _failures;
    private string? _fault;
    private PackChange? _change;
    private bool _calibrate, _ended;

    /// <param name="sampleRateHz">Rate of the source.</param>
    /// <param name="mainsHz">50 or 60; null to have it detected.</param>
    /// <param name="trace">What the trace for the eye shows.</param>
    /// <param name="analyzer">The models, opened for this rate; the pipeline disposes them.</param>
    /// <param name="origin">Channel, wearer and pack, for alerts.</param>
    /// <param name="alertOptions">When alerts are raised.</param>
    /// <param name="alerts">Takes the alerts.</param>
    public EcgPipeline(
        double sampleRateHz, double? mainsHz, FilterBand trace, BeatAnalyzer analyzer, AlertOrigin origin, AlertOptions alertOptions, IAlertSink alerts)
    {
        _analyzer = analyzer;
        _alerts = alerts;
        _origin = origin;
        (_mainsHz, _trace) = (mainsHz, trace);
        _extractor = new BeatExtractor(sampleRateHz, analyzer.Cut, mainsHz, trace);
        _normalClass = NormalClass(analyzer);
        Tally.Use(origin.Classes);
        Signal = new LiveSignal(sampleRateHz, LiveSeconds);
        _longestRr = (long)(Math.Min(LongestRrSeconds, alertOptions.Asystole.AfterSeconds) * sampleRateHz);
        _policy = new AlertPolicy(alertOptions, origin, Signal, Hand);
        _strips = new StripCollector(alertOptions, origin.Channel, Signal, Beats);
    }

    /// <summary>The trace for the eye, for readers on any thread.</summary>
    public LiveSignal Signal { get; }

    /// <summary>The beats, for readers on any thread.</summary>
    public BeatJournal Beats { get; } = new(JournalBeats);

    /// <summary>The beats counted by class.</summary>
    public BeatTally Tally { get; } = new();

    /// <summary>How long the models take.</summary>
    public InferenceTimes InferenceTimes { get; } = new();

    /// <summary>Samples taken so far.</summary>
    public long Samples => Volatile.Read(ref _samples);

    /// <summary>50 or 60: the mains frequency that is taken away now.</summary>
    public int MainsHz => Volatile.Read(ref _extractor).MainsHz;

    /// <summary>Gaps met so far.</summary>
    public long Gaps => Volatile.Read(ref _gapsBefore) + Volatile.Read(ref _extractor).Gaps;

    /// <summary>The pack that judges.</summary>
    public LoadedPack Pack => Volatile.Read(ref _analyzer).Pack;

    /// <summary>What the models failed with last; null while they work.</summary>
    public string? Fault => Volatile.Read(ref _fault);

    /// <summary>Beats and beginnings of beats for which the models gave no answer so far.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>The newest vital signs, from any thread.</summary>
    public VitalSigns Vitals => _vitals.Value;

    /// <summary>
    /// Hands over to another pack, from any thread: between two blocks, so between two beats, on the source's own. Where its windows are cut
    /// otherwise, detection begins afresh, as after a gap; else not a beat is lost.
    /// </summary>
    /// <param name="analyzer">The pack's models, opened for this rate; the pipeline disposes them.</param>
    /// <returns>Completes when the pack judges; is cancelled when another is asked for first or the signal has ended.</returns>
    public Task UseAsync(BeatAnalyzer analyzer)
    {
        var change = new PackChange(analyzer);
        Interlocked.Exchange(ref _change, change)?.Drop();
        if (Volatile.Read(ref _ended)) Interlocked.Exchange(ref _change, null)?.Drop();
        return change.Taken;
    }

    /// <summary>Forgets what is usual for the wearer and learns it anew, from any thread; false when the pack has no baseline.</summary>
    public bool Calibrate()
    {
        if (Volatile.Read(ref _analyzer).Baseline is null) return false;
        Volatile.Write(ref _calibrate, true);
        return true;
    }

    /// <summary>Takes the next block; all that it completes has been handed on when this returns.</summary>
    public void Process(SampleBlock block)
    {
        if (Volatile.Read(ref _change) is not null && Interlocked.Exchange(ref _change, null) is { } change) Change(change);
        if (Volatile.Read(ref _calibrate)) BeginCalibration();
        Signal.SetTime(block.FirstIndex, block.At);
        Signal.Leads = block.Leads[block.Count - 1];
        _policy.OnBlock(block.FirstIndex, block.Count);
        _extractor.Process(block, this);
        Volatile.Write(ref _samples, _samples + block.Count);
        // Without contact the trace stands still, and strips must not wait for it.
        var end = Math.Max(Signal.End, block.FirstIndex + block.Count - (long)(MostLagSeconds * Signal.SampleRateHz));
        if (_strips.IsDue(end)) _strips.Collect(end, isLast: false, _alerts);
    }

    /// <summary>Ends the signal: open episodes are closed and strips are cut as far as they go.</summary>
    /// <param name="failure">What the source failed with, which is an alert; null when it has merely ended.</param>
    public void End(string? failure = null)
    {
        _extractor.Finish(this);
        OnGap();
        if (failure is null) _policy.End(Signal.End);
        else _policy.Fail(Signal.End, failure);
        _strips.Collect(Signal.End, isLast: true, _alerts);
        Volatile.Write(ref _ended, true);
        Interlocked.Exchange(ref _change, null)?.Drop();
    }

    public void OnTrace(long index, float millivolts)
    {
        Signal.Append(index, millivolts);
        if (_lastPeak >= 0 && index - _lastPeak > _longestRr) LoseHeartRate();
        _policy.OnSample(index);
    }

    public void OnRPeak(RPeak peak)
    {
        double? rrSeconds = _lastPeak < 0 ? null : (peak.Index - _lastPeak) / Signal.SampleRateHz;
        if (rrSeconds is { } rr) _heartRate.Add(rr);
        _lastPeak = peak.Index;
        _policy.HeartRateBpm = _heartRate.BeatsPerMinute;
        Publish(Vitals with { HeartRateBpm = _heartRate.BeatsPerMinute, RrSeconds = rrSeconds });
        _policy.OnRPeak(peak.Index);
    }

    public void OnBeat(BeatWindow window)
    {
        BeatVerdict verdict;
        var started = Stopwatch.GetTimestamp();
        try
        {
            verdict = _analyzer.Analyze(window);
        }
        catch (InferenceException e)
        {
            Fail(e);
            return;
        }

        InferenceTimes.Add(Stopwatch.GetElapsedTime(started));
        if (_fault is not null) Volatile.Write(ref _fault, null);
        var beat = Record(window, verdict);
        Note(window, beat, verdict);
        _policy.OnBeat(beat);
    }

    public void OnPrefix(BeatPrefix prefix)
    {
        try
        {
            if (_analyzer.Warn(prefix)) Publish(Vitals with { Warnings = Vitals.Warnings + 1, WarnedIndex = prefix.RPeak });
        }
        catch (InferenceException e)
        {
            Fail(e);
        }
    }

    public void OnQuality(long index, QualityReport quality)
    {
        Publish(Vitals with { Quality = quality.Value, QualityReasons = quality.Reasons, Variability = _variability.Measure() });
        _policy.OnQuality(index, quality);
    }

    public void OnGap()
    {
        LoseHeartRate();
        _variability.Break();
        _policy.OnGap(Signal.End);
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _change, null)?.Drop();
        _analyzer.Dispose();
    }

    private static int NormalClass(BeatAnalyzer analyzer) => analyzer.Pack.Manifest.Classes.ToList().IndexOf(analyzer.Pack.Manifest.NormalClass);

    private static bool CutsAlike(WindowCut a, WindowCut b) =>
        a.PrefixLengths.SequenceEqual(b.PrefixLengths) && a == b with { PrefixLengths = a.PrefixLengths };

    private void Change(PackChange change)
    {
        var (old, next) = (_analyzer, change.Analyzer);
        var manifest = next.Pack.Manifest;
        if (!CutsAlike(old.Cut, next.Cut))
        {
            _extractor.Finish(this);
            OnGap();
            Volatile.Write(ref _gapsBefore, _gapsBefore + _extractor.Gaps);
            Volatile.Write(ref _extractor, new BeatExtractor(Signal.SampleRateHz, next.Cut, _mainsHz, _trace));
        }

        _origin = _origin with { Pack = manifest.Pack, PackVersion = manifest.Version, Classes = manifest.Classes };
        _policy.Use(_origin, Signal.End);
        _normalClass = NormalClass(next);
        Tally.Use(manifest.Classes);
        (_recentCount, _recentNext) = (0, 0);
        Volatile.Write(ref _analyzer, next);
        Volatile.Write(ref _fault, null);
        Publish(Vitals with { AnomalyRatePercent = null, Baseline = next.Baseline?.State ?? BaselineState.None, LearningSecondsLeft = next.Baseline?.SecondsLeft ?? 0 });
        old.Dispose();
        change.Take();
    }

    private void LoseHeartRate()
    {
        _lastPeak = -1;
        _heartRate.Reset();
        _policy.HeartRateBpm = null;
        Publish(Vitals with { HeartRateBpm = null, RrSeconds = null });
    }

    private void BeginCalibration()
    {
        Volatile.Write(ref _calibrate, false);
        _analyzer.Baseline?.Reset();
    }

    private void Fail(InferenceException failure)
    {
        // A failed inference is a state that people see; the beat gets no label.
        Interlocked.Increment(ref _failures);
        Volatile.Write(ref _fault, failure.Message);
    }

    private BeatRecord Record(BeatWindow window, BeatVerdict verdict)
    {
        var beat = Beats.Begin();
        beat.StartIndex = window.StartIndex;
        beat.EndIndex = window.EndIndex;
        beat.AtTicks = Signal.TimeOf(window.StartIndex).UtcTicks;
        beat.RrSeconds = window.RrSeconds;
        beat.ClassIndex = verdict.ClassIndex;
        beat.Classes = _origin.Classes;
        beat.Probability = verdict.Probabilities[verdict.ClassIndex];
        beat.Score = verdict.Score;
        beat.Threshold = verdict.Threshold;
        beat.Anomalous = verdict.Anomalous;
        beat.Learning = verdict.Baseline == BaselineState.Learning;
        beat.WarnedAfterSeconds = verdict.WarnedAfterSeconds;
        beat.Quality = window.Quality;
        window.Samples.CopyTo(beat.Window, 0);
        verdict.Expected.CopyTo(beat.Reconstruction, 0);
        Beats.Publish();
        return beat;
    }

    private void Note(BeatWindow window, BeatRecord beat, BeatVerdict verdict)
    {
        Tally.Add(beat.ClassIndex, beat.Anomalous);
        _recentAnomalous[_recentNext] = beat.Anomalous;
        _recentNext = (_recentNext + 1) % RateWindowBeats;
        _recentCount = Math.Min(_recentCount + 1, RateWindowBeats);
        var anomalous = 0;
        for (var i = 0; i < _recentCount; i++) anomalous += _recentAnomalous[i] ? 1 : 0;
        var isNormal = beat.ClassIndex == _normalClass && window.Quality >= BeatExtractor.GoodQuality;
        _variability.AddBeat(window.StartIndex / Signal.SampleRateHz, isNormal);
        Publish(Vitals with
        {
            AnomalyRatePercent = 100.0 * anomalous / _recentCount,
            Beats = Beats.End,
            Baseline = verdict.Baseline,
            LearningSecondsLeft = verdict.LearningSecondsLeft,
        });
    }

    private void Publish(VitalSigns vitals) => _vitals.Value = vitals;

    private void Hand(Alert alert, long index)
    {
        if (alert.State == AlertState.Raised) _strips.Plan(alert, index);
        _alerts.Take(alert);
    }
}
