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
    private const int JournalBeats = 4096;

    /// <summary>The trace lags the input by less than this.</summary>
    private const double MostLagSeconds = 0.5;

    private readonly double? _mainsHz;
    private readonly FilterBand _trace;
    private readonly StripCollector _strips;
    private readonly AlertPolicy _policy;
    private readonly IAlertSink _alerts;
    private readonly VitalsTracker _vitals;
    private readonly PipelineOrders _orders = new();
    private BeatExtractor _extractor;
    private BeatAnalyzer _analyzer;
    private AlertOrigin _origin;
    private int _normalClass;
    private long _samples, _gapsBefore, _failures;
    private string? _fault;

    /// <param name="sampleRateHz">Rate of the source.</param>
    /// <param name="mainsHz">50 or 60; null to have it detected.</param>
    /// <param name="trace">What the trace for the eye shows.</param>
    /// <param name="analyzer">The models, opened for this rate; the pipeline disposes them.</param>
    /// <param name="origin">Channel, wearer and pack, for alerts.</param>
    /// <param name="alertOptions">When alerts are raised.</param>
    /// <param name="alerts">Takes the alerts.</param>
    /// <param name="baseline">Since when what the models know of the wearer was learned; null when they know nothing.</param>
    public EcgPipeline(
        double sampleRateHz, double? mainsHz, FilterBand trace, BeatAnalyzer analyzer, AlertOrigin origin, AlertOptions alertOptions, IAlertSink alerts,
        BaselineOrigin? baseline = null)
    {
        _analyzer = analyzer;
        _alerts = alerts;
        _origin = origin;
        (_mainsHz, _trace) = (mainsHz, trace);
        _extractor = new BeatExtractor(sampleRateHz, analyzer.Cut, mainsHz, trace);
        _normalClass = NormalClass(analyzer);
        Signal = new LiveSignal(sampleRateHz, LiveSeconds);
        _vitals = new VitalsTracker(sampleRateHz, alertOptions.Asystole.AfterSeconds);
        _policy = new AlertPolicy(alertOptions, origin, Signal, Hand);
        _strips = new StripCollector(alertOptions, origin.Channel, Signal, Beats);
        Minutes = new MinuteCollector(Signal, origin.Classes);
        Baseline = new BaselineTracker(sampleRateHz, analyzer, baseline);
        TellBaseline(analyzer);
    }

    /// <summary>The trace for the eye, for readers on any thread.</summary>
    public LiveSignal Signal { get; }

    /// <summary>The beats, for readers on any thread.</summary>
    public BeatJournal Beats { get; } = new(JournalBeats);

    /// <summary>What each minute held, for whoever stores it.</summary>
    public MinuteCollector Minutes { get; }

    /// <summary>What is usual for the wearer, for whoever stores it.</summary>
    public BaselineTracker Baseline { get; }

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
    public VitalSigns Vitals => _vitals.Latest;

    /// <summary>
    /// Hands over to another pack, from any thread: between two blocks, so between two beats, on the source's own. Where its windows are cut
    /// otherwise, detection begins afresh, as after a gap; else not a beat is lost.
    /// </summary>
    /// <param name="analyzer">The pack's models, opened for this rate; the pipeline disposes them.</param>
    /// <param name="baseline">Since when what they know of the wearer was learned; null when they know nothing.</param>
    /// <returns>Completes when the pack judges; is cancelled when another is asked for first or the signal has ended.</returns>
    public Task UseAsync(BeatAnalyzer analyzer, BaselineOrigin? baseline = null) => _orders.UseAsync(new PackChange(analyzer, baseline));

    /// <summary>Forgets what is usual for the wearer and learns it anew, from any thread; false when the pack has no baseline.</summary>
    public bool Calibrate()
    {
        if (Volatile.Read(ref _analyzer).Baseline is null) return false;
        _orders.Calibrate();
        return true;
    }

    /// <summary>Takes the next block; all that it completes has been handed on when this returns.</summary>
    public void Process(SampleBlock block)
    {
        if (_orders.TakePack() is { } change) Change(change);
        if (_orders.TakeCalibration()) BeginCalibration();
        Baseline.OnBlock();
        Signal.SetTime(block.FirstIndex, block.At);
        Minutes.OnBlock(block.FirstIndex, block.Count);
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
        Minutes.Finish();
        if (_orders.TakeCalibration()) BeginCalibration();
        else Baseline.Copy();
        _orders.Close();
    }

    public void OnTrace(long index, float millivolts)
    {
        Signal.Append(index, millivolts);
        if (_vitals.IsSilent(index)) LoseHeartRate();
        _policy.OnSample(index);
    }

    public void OnRPeak(RPeak peak)
    {
        _policy.HeartRateBpm = _vitals.TakePeak(peak.Index);
        Minutes.OnRr(Vitals.RrSeconds);
        _policy.OnRPeak(peak.Index);
    }

    public void OnBeat(BeatWindow window)
    {
        BeatVerdict verdict;
        try
        {
            verdict = _analyzer.Analyze(window);
        }
        catch (InferenceException e)
        {
            Fail(e);
            return;
        }

        if (_fault is not null) Volatile.Write(ref _fault, null);
        var beat = Beats.Begin();
        beat.Fill(window, verdict, Signal.TimeOf(window.StartIndex), _origin.Classes);
        Beats.Publish();
        _vitals.TakeBeat(window, verdict, isNormal: beat.ClassIndex == _normalClass && window.Quality >= BeatExtractor.GoodQuality, Beats.End);
        Minutes.OnBeat(verdict);
        Baseline.OnBeat(beat.At, verdict.Baseline);
        _policy.OnBeat(beat);
    }

    public void OnPrefix(BeatPrefix prefix)
    {
        try
        {
            if (_analyzer.Warn(prefix)) _vitals.TakeWarning(prefix.RPeak);
        }
        catch (InferenceException e)
        {
            Fail(e);
        }
    }

    public void OnQuality(long index, QualityReport quality)
    {
        _vitals.TakeQuality(quality);
        Minutes.OnSecond(index, quality, Vitals);
        _policy.OnQuality(index, quality);
    }

    public void OnGap()
    {
        _vitals.Break();
        _policy.OnGap(Signal.End);
    }

    public void Dispose()
    {
        _orders.Close();
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
        Minutes.Use(_origin.Classes);
        Baseline.Use(next, change.Baseline);
        _normalClass = NormalClass(next);
        Volatile.Write(ref _analyzer, next);
        Volatile.Write(ref _fault, null);
        TellBaseline(next);
        old.Dispose();
        change.Take();
    }

    private void BeginCalibration()
    {
        Baseline.Forget();
        TellBaseline(_analyzer);
    }

    /// <summary>Says what is known of the wearer before the first beat is judged by it.</summary>
    private void TellBaseline(BeatAnalyzer analyzer) =>
        _vitals.ForgetVerdicts(analyzer.Baseline?.State ?? BaselineState.None, analyzer.Baseline?.SecondsLeft ?? 0);

    private void LoseHeartRate()
    {
        _vitals.LoseHeartRate();
        _policy.HeartRateBpm = null;
    }

    private void Fail(InferenceException failure)
    {
        // A failed inference is a state that people see; the beat gets no label.
        Interlocked.Increment(ref _failures);
        Volatile.Write(ref _fault, failure.Message);
    }

    private void Hand(Alert alert, long index)
    {
        if (alert.State == AlertState.Raised) _strips.Plan(alert, index);
        _alerts.Take(alert);
    }
}
