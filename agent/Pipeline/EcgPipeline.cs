using System.Diagnostics;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Signal.Quality;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Recordings;
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
    private readonly RaisedAlerts _open = new();
    private BeatExtractor _extractor;
    private WindowCut _cut;
    private BeatAnalyzer? _analyzer;
    private AlertOrigin _origin;
    private int _normalClass;
    private long _samples, _next, _gapsBefore, _failures;
    private string? _fault;
    private volatile bool _abandoned;

    /// <param name="sampleRateHz">Rate of the source.</param>
    /// <param name="mainsHz">50 or 60; null to have it detected.</param>
    /// <param name="trace">What the trace for the eye shows.</param>
    /// <param name="analyzer">
    /// The models, opened for this rate; the pipeline disposes them. Null while there are none: rate, pauses and the signal are watched, no
    /// beat is judged.
    /// </param>
    /// <param name="origin">Channel, wearer and pack, for alerts.</param>
    /// <param name="alertOptions">When alerts are raised.</param>
    /// <param name="alerts">Takes the alerts.</param>
    /// <param name="before">The pipeline whose place this one takes: samples and beats are numbered on from it.</param>
    /// <param name="baseline">Since when what the models know of the wearer was learned; null when they know nothing.</param>
    public EcgPipeline(
        double sampleRateHz, double? mainsHz, FilterBand trace, BeatAnalyzer? analyzer, AlertOrigin origin, AlertOptions alertOptions, IAlertSink alerts,
        EcgPipeline? before = null, BaselineOrigin? baseline = null)
    {
        _analyzer = analyzer;
        _alerts = alerts;
        _origin = origin;
        (_mainsHz, _trace) = (mainsHz, trace);
        _cut = analyzer?.Cut ?? WindowCut.FromRToR(Fiducial.RPeak, 0);
        _extractor = new BeatExtractor(sampleRateHz, _cut, mainsHz, trace);
        _normalClass = NormalClass(analyzer);
        Tally.Use(origin.Classes);
        Raw = new RawSignal(sampleRateHz, before?.Raw.End ?? 0);
        Beats = new BeatJournal(JournalBeats, before?.Beats.End ?? 0);
        (_samples, _next, _gapsBefore) = (before?.Samples ?? 0, before?.NextIndex ?? 0, before?.Gaps ?? 0);
        Signal = new LiveSignal(sampleRateHz, LiveSeconds, _next);
        Arrivals = new ArrivalJitter(sampleRateHz);
        _vitals = new VitalsTracker(sampleRateHz, alertOptions.Asystole.AfterSeconds);
        _policy = new AlertPolicy(alertOptions, origin, Signal, Hand) { IsLearning = IsLearning(analyzer) };
        _strips = new StripCollector(alertOptions, origin.Channel, Signal, Beats);
        Minutes = new MinuteCollector(Signal, origin.Classes, before?.Minutes.Finished.End ?? 0);
        Baseline = new BaselineTracker(sampleRateHz, analyzer, baseline);
        TellBaseline(analyzer);
    }

    /// <summary>The trace for the eye, for readers on any thread.</summary>
    public LiveSignal Signal { get; }

    /// <summary>The samples as the source gave them, for the recorder.</summary>
    public RawSignal Raw { get; }

    /// <summary>The beats, for readers on any thread.</summary>
    public BeatJournal Beats { get; }

    /// <summary>What each minute held, for whoever stores it.</summary>
    public MinuteCollector Minutes { get; }

    /// <summary>What is usual for the wearer, for whoever stores it.</summary>
    public BaselineTracker Baseline { get; }

    /// <summary>The beats counted by class.</summary>
    public BeatTally Tally { get; } = new();

    /// <summary>Samples taken so far.</summary>
    public long Samples => Volatile.Read(ref _samples);

    /// <summary>Index after the last sample taken.</summary>
    public long NextIndex => Volatile.Read(ref _next);

    /// <summary>50 or 60: the mains frequency that is taken away now.</summary>
    public int MainsHz => Volatile.Read(ref _extractor).MainsHz;

    /// <summary>Gaps met so far.</summary>
    public long Gaps => Volatile.Read(ref _gapsBefore) + Volatile.Read(ref _extractor).Gaps;

    /// <summary>The pack that judges; null when there is none.</summary>
    public LoadedPack? Pack => Volatile.Read(ref _analyzer)?.Pack;

    /// <summary>What the models failed with last, or why there are none; null while they work.</summary>
    public string? Fault
    {
        get => Volatile.Read(ref _fault);
        init => _fault = value;
    }

    /// <summary>Beats and beginnings of beats for which the models gave no answer so far.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>How long the models take for a beat, for readers on any thread.</summary>
    public DurationHistogram InferenceTimes { get; } = new();

    /// <summary>How unevenly blocks of samples arrive, for one reader on any thread.</summary>
    public ArrivalJitter Arrivals { get; }

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
        if (Volatile.Read(ref _analyzer)?.Baseline is null) return false;
        _orders.Calibrate();
        return true;
    }

    /// <summary>Changes when alerts are raised, from any thread: between two blocks. No beat is lost; see <see cref="AlertPolicy.Use(AlertOptions, long)"/>.</summary>
    public void Use(AlertOptions options) => _orders.Use(options);

    /// <summary>Takes the next block; all that it completes has been handed on when this returns.</summary>
    public void Process(SampleBlock block)
    {
        Raw.Append(block);
        if (_orders.TakePack() is { } change) Change(change);
        if (_orders.TakeCalibration()) BeginCalibration();
        if (_orders.TakeAlertOptions() is { } options) Change(options);
        Arrivals.Take(block.FirstIndex + block.Count);
        Baseline.OnBlock();
        Signal.SetTime(block.FirstIndex, block.At);
        Minutes.OnBlock(block.FirstIndex, block.Count);
        Signal.Leads = block.Leads[block.Count - 1];
        _policy.OnBlock(block.FirstIndex, block.Count);
        _extractor.Process(block, this);
        Volatile.Write(ref _samples, _samples + block.Count);
        Volatile.Write(ref _next, block.FirstIndex + block.Count);
        // Without contact the trace stands still, and strips must not wait for it.
        var end = Math.Max(Signal.End, block.FirstIndex + block.Count - (long)(MostLagSeconds * Signal.SampleRateHz));
        if (_strips.IsDue(end)) _strips.Collect(end, isLast: false, _alerts);
    }

    /// <summary>Ends the signal: open episodes are closed and strips are cut as far as they go.</summary>
    /// <param name="failure">What the source failed with, which is an alert; null when it has merely ended.</param>
    public void End(string? failure = null)
    {
        BreakOff(failure);
        _orders.Close();
    }

    /// <summary>The source has failed and may come back: as <see cref="End"/>, but more blocks may follow, after a jump in their numbers.</summary>
    /// <param name="failure">What it failed with, which is an alert that stays until there is signal again.</param>
    public void Interrupt(string failure)
    {
        Volatile.Write(ref _gapsBefore, _gapsBefore + 1);
        BreakOff(failure);
    }

    /// <summary>
    /// Gives a pipeline up whose thread does not come back, from any other thread: it hands on nothing more, and the alerts it had raised
    /// are cleared in its place.
    /// </summary>
    public void Abandon()
    {
        _abandoned = true;
        _orders.Close();
        foreach (var alert in _open.TakeAll())
            _alerts.Take(alert with { State = AlertState.Cleared, Revision = alert.Revision + 1, EndIndex = Signal.End, EndedAt = Signal.TimeOf(Signal.End) });
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
        if (_analyzer is null) return;
        BeatVerdict verdict;
        var begun = Stopwatch.GetTimestamp();
        try
        {
            verdict = _analyzer.Analyze(window);
        }
        catch (InferenceException e)
        {
            Fail(e);
            return;
        }

        InferenceTimes.Add(Stopwatch.GetElapsedTime(begun));
        if (_fault is not null) Volatile.Write(ref _fault, null);
        var beat = Beats.Begin();
        beat.Fill(window, verdict, Signal.TimeOf(window.StartIndex), _origin.Classes);
        Beats.Publish();
        _vitals.TakeBeat(window, verdict, isNormal: beat.ClassIndex == _normalClass && window.Quality >= BeatExtractor.GoodQuality, Beats.End);
        _policy.IsLearning = beat.Learning;
        Tally.Add(beat.ClassIndex, beat.Anomalous);
        Minutes.OnBeat(verdict);
        Baseline.OnBeat(beat.At, verdict.Baseline);
        _policy.OnBeat(beat);
    }

    public void OnPrefix(BeatPrefix prefix)
    {
        try
        {
            if (_analyzer?.Warn(prefix) is true) _vitals.TakeWarning(prefix.RPeak);
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
        _analyzer?.Dispose();
    }

    private static int NormalClass(BeatAnalyzer? analyzer) => analyzer?.Pack.Manifest.Classes.ToList().IndexOf(analyzer.Pack.Manifest.NormalClass) ?? -1;

    private static bool IsLearning(BeatAnalyzer? analyzer) => analyzer?.Baseline is { State: BaselineState.Learning };

    private static bool CutsAlike(WindowCut a, WindowCut b) =>
        a.PrefixLengths.SequenceEqual(b.PrefixLengths) && a == b with { PrefixLengths = a.PrefixLengths };

    private void Change(PackChange change)
    {
        var (old, next) = (_analyzer, change.Analyzer);
        var manifest = next.Pack.Manifest;
        if (!CutsAlike(_cut, next.Cut))
        {
            _cut = next.Cut;
            _extractor.Finish(this);
            OnGap();
            Volatile.Write(ref _gapsBefore, _gapsBefore + _extractor.Gaps);
            Volatile.Write(ref _extractor, new BeatExtractor(Signal.SampleRateHz, next.Cut, _mainsHz, _trace));
        }

        _origin = _origin with { Pack = manifest.Pack, PackVersion = manifest.Version, Classes = manifest.Classes };
        _policy.Use(_origin, Signal.End);
        _policy.IsLearning = IsLearning(next);
        Minutes.Use(_origin.Classes);
        Baseline.Use(next, change.Baseline);
        _normalClass = NormalClass(next);
        Tally.Use(manifest.Classes);
        Volatile.Write(ref _analyzer, next);
        Volatile.Write(ref _fault, null);
        TellBaseline(next);
        old?.Dispose();
        change.Take();
    }

    private void BeginCalibration()
    {
        Baseline.Forget();
        TellBaseline(_analyzer);
        _policy.IsLearning = IsLearning(_analyzer);
    }

    /// <summary>Says what is known of the wearer before the first beat is judged by it.</summary>
    private void TellBaseline(BeatAnalyzer? analyzer) =>
        _vitals.ForgetVerdicts(analyzer?.Baseline?.State ?? BaselineState.None, analyzer?.Baseline?.SecondsLeft ?? 0);

    private void Change(AlertOptions options)
    {
        _policy.Use(options, Signal.End);
        _vitals.AsystoleSeconds = options.Asystole.AfterSeconds;
        _strips.Use(options);
    }

    private void BreakOff(string? failure)
    {
        _extractor.Finish(this);
        OnGap();
        if (failure is null) _policy.End(Signal.End);
        else _policy.Fail(Signal.End, failure);
        _strips.Collect(Signal.End, isLast: true, _alerts);
        Minutes.Finish();
        if (_orders.TakeCalibration()) BeginCalibration();
        else Baseline.Copy();
    }

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
        if (_abandoned) return;
        if (alert.State == AlertState.Raised) _strips.Plan(alert, index);
        _open.Note(alert);
        _alerts.Take(alert);
    }
}
