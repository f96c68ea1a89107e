using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Signal.Quality;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Alerts;
using EcgEdge.Inference;
using Microsoft.ML.OnnxRuntime;

namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// One channel's way from samples to alerts, run on its source's thread: extract beats, judge them, watch for alerts, hand everything on.
/// Nothing here waits for whoever reads the results, and nothing is allocated per sample or beat.
/// </summary>
public sealed class EcgPipeline : IBeatListener, IDisposable
{
    private const double LiveSeconds = 120;
    private const int JournalBeats = 4096, RateWindowBeats = 60;

    private readonly BeatExtractor _extractor;
    private readonly BeatAnalyzer _analyzer;
    private readonly AnomalyEpisode _anomaly;
    private readonly StripCollector _strips;
    private readonly IAlertSink _alerts;
    private readonly HeartRate _heartRate = new();
    private readonly HeartRateVariability _variability = new();
    private readonly int _normalClass;
    private readonly bool[] _recentAnomalous = new bool[RateWindowBeats];
    private int _recentCount;
    private long _samples;
    private string? _fault;
    private VitalSigns _vitals;
    private SpinLock _vitalsLock = new(enableThreadOwnerTracking: false);

    /// <param name="sampleRateHz">Rate of the source.</param>
    /// <param name="mainsHz">50 or 60; null to have it detected.</param>
    /// <param name="trace">What the trace for the eye shows.</param>
    /// <param name="analyzer">The models; the pipeline disposes them.</param>
    /// <param name="origin">Channel, wearer and pack, for alerts.</param>
    /// <param name="alertOptions">When alerts are raised.</param>
    /// <param name="alerts">Takes the alerts.</param>
    public EcgPipeline(
        double sampleRateHz, double? mainsHz, FilterBand trace, BeatAnalyzer analyzer, AlertOrigin origin, AlertOptions alertOptions, IAlertSink alerts)
    {
        _analyzer = analyzer;
        _alerts = alerts;
        _extractor = new BeatExtractor(sampleRateHz, analyzer.Pack.Manifest.Window.Cut, mainsHz, trace);
        _normalClass = analyzer.Pack.Manifest.Classes.ToList().IndexOf(analyzer.Pack.Manifest.NormalClass);
        Signal = new LiveSignal(sampleRateHz, LiveSeconds);
        _anomaly = new AnomalyEpisode(alertOptions, origin);
        _strips = new StripCollector(alertOptions, origin, Signal, Beats);
    }

    /// <summary>The trace for the eye, for readers on any thread.</summary>
    public LiveSignal Signal { get; }

    /// <summary>The beats, for readers on any thread.</summary>
    public BeatJournal Beats { get; } = new(JournalBeats);

    /// <summary>Samples taken so far.</summary>
    public long Samples => Volatile.Read(ref _samples);

    /// <summary>50 or 60: the mains frequency that is taken away now.</summary>
    public int MainsHz => _extractor.MainsHz;

    /// <summary>Gaps met so far.</summary>
    public long Gaps => _extractor.Gaps;

    /// <summary>What the models failed with last; null while they work.</summary>
    public string? Fault => Volatile.Read(ref _fault);

    /// <summary>The newest vital signs, from any thread.</summary>
    public VitalSigns Vitals
    {
        get
        {
            var taken = false;
            try
            {
                _vitalsLock.Enter(ref taken);
                return _vitals;
            }
            finally
            {
                if (taken) _vitalsLock.Exit();
            }
        }
    }

    /// <summary>Takes the next block; all that it completes has been handed on when this returns.</summary>
    public void Process(SampleBlock block)
    {
        Signal.SetTime(block.FirstIndex, block.At);
        Signal.Leads = block.Leads[block.Count - 1];
        _extractor.Process(block, this);
        Volatile.Write(ref _samples, _samples + block.Count);
        if (_strips.IsDue(Signal.End)) _strips.Collect(Signal.End, isLast: false, _alerts);
    }

    /// <summary>Ends the signal: an open episode is closed and strips are cut as far as they go.</summary>
    public void End()
    {
        _extractor.Finish(this);
        OnGap();
        if (_anomaly.End(Signal.End, Signal.TimeOf(Signal.End)) is { } alert) _alerts.Take(alert);
        _strips.Collect(Signal.End, isLast: true, _alerts);
    }

    public void OnTrace(long index, float millivolts) => Signal.Append(index, millivolts);

    public void OnBeat(BeatWindow window)
    {
        if (window.EndsAtPeak) _heartRate.Add(window.RrSeconds);
        BeatVerdict verdict;
        try
        {
            verdict = _analyzer.Analyze(window.Samples);
        }
        catch (OnnxRuntimeException e)
        {
            // A failed inference is a state that people see; the beat gets no label.
            Volatile.Write(ref _fault, e.Message);
            return;
        }

        if (_fault is not null) Volatile.Write(ref _fault, null);
        var beat = Record(window, verdict);
        Note(window, beat);
        if (_anomaly.Take(beat, _heartRate.BeatsPerMinute) is { } alert) Hand(alert, beat.EndIndex);
    }

    public void OnPause(long index)
    {
        _heartRate.Reset();
        Publish(_vitals with { HeartRateBpm = null, RrSeconds = null });
    }

    public void OnQuality(long index, QualityReport quality) => Publish(_vitals with
    {
        Quality = quality.Value,
        QualityReasons = quality.Reasons,
        Variability = _variability.Measure(),
    });

    public void OnGap()
    {
        _heartRate.Reset();
        _variability.Break();
        _anomaly.Break();
        Publish(_vitals with { HeartRateBpm = null, RrSeconds = null });
    }

    public void Dispose() => _analyzer.Dispose();

    private BeatRecord Record(BeatWindow window, BeatVerdict verdict)
    {
        var beat = Beats.Begin();
        beat.StartIndex = window.StartIndex;
        beat.EndIndex = window.EndIndex;
        beat.AtTicks = Signal.TimeOf(window.StartIndex).UtcTicks;
        beat.RrSeconds = window.RrSeconds;
        beat.ClassIndex = verdict.ClassIndex;
        beat.Probability = verdict.Probabilities[verdict.ClassIndex];
        beat.Score = verdict.Score;
        beat.Threshold = verdict.Threshold;
        beat.Anomalous = verdict.Anomalous;
        beat.Quality = window.Quality;
        window.Samples.CopyTo(beat.Window, 0);
        verdict.Reconstruction.CopyTo(beat.Reconstruction, 0);
        Beats.Publish();
        return beat;
    }

    private void Note(BeatWindow window, BeatRecord beat)
    {
        _recentAnomalous[(int)((Beats.End - 1) % RateWindowBeats)] = beat.Anomalous;
        _recentCount = Math.Min(_recentCount + 1, RateWindowBeats);
        var anomalous = 0;
        for (var i = 0; i < _recentCount; i++) anomalous += _recentAnomalous[i] ? 1 : 0;
        var isNormal = beat.ClassIndex == _normalClass && window.Quality >= BeatExtractor.GoodQuality;
        _variability.AddBeat(window.StartIndex / Signal.SampleRateHz, isNormal);
        Publish(_vitals with
        {
            HeartRateBpm = _heartRate.BeatsPerMinute,
            RrSeconds = window.EndsAtPeak ? window.RrSeconds : null,
            AnomalyRatePercent = 100.0 * anomalous / _recentCount,
            Beats = Beats.End,
        });
    }

    private void Publish(VitalSigns vitals)
    {
        var taken = false;
        try
        {
            _vitalsLock.Enter(ref taken);
            _vitals = vitals;
        }
        finally
        {
            if (taken) _vitalsLock.Exit();
        }
    }

    private void Hand(Alert alert, long index)
    {
        if (alert.State == AlertState.Raised) _strips.Plan(alert, index);
        _alerts.Take(alert);
    }
}
