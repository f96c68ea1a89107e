using EcgEdge.Acquisition.Signal.Quality;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// The way from samples to beats: filter, R-peak detection and windows, the same live, in replay and over a file. Results depend only on
/// the samples, never on how they were cut into blocks. Nothing is joined across a gap or a lost lead. Allocates nothing after
/// construction.
/// </summary>
public sealed class BeatExtractor
{
    /// <summary>Signal quality from which on a beat may teach what is usual: RR medians, heart rate variability, baselines.</summary>
    public const float GoodQuality = 0.5f;

    /// <summary>Silence after an R peak from which its beat is not kept waiting for the next: a pause, and the detector's own delay.</summary>
    private const double LongestWaitSeconds = BeatSegmenter.LongestBeatSeconds + 0.5;

    /// <summary>R peaks within the time of a window around the first of them, and some to spare.</summary>
    private const int MostOpen = 16;

    private readonly EcgFilter _filter;
    private readonly EcgFilter? _trace;
    private readonly QrsDetector _detector;
    private readonly BeatSegmenter _segmenter;
    private readonly SignalHistory _raw, _filtered;
    private readonly SignalQualityMeter _quality;
    private readonly RrFeaturesTracker _rr = new();
    private readonly BeatWindow _window = new();
    private readonly int _samplesPerSecond;
    private readonly PrefixCutter _prefixes;
    private readonly long _longestWait;
    private readonly long[] _open = new long[MostOpen];
    private long _expected = -1, _previousPeak = -1;
    private int _sinceSecond, _openCount;
    private bool _inGap = true;

    /// <param name="sampleRateHz">Rate of the source.</param>
    /// <param name="cut">Where the model pack's windows are cut.</param>
    /// <param name="mainsHz">50 or 60; null to have it detected.</param>
    /// <param name="trace">What the trace for the eye shows; beats are always found and cut in the monitor band.</param>
    public BeatExtractor(double sampleRateHz, WindowCut cut, double? mainsHz = null, FilterBand trace = FilterBand.Monitor)
    {
        SampleRateHz = sampleRateHz;
        _filter = new EcgFilter(sampleRateHz, mainsHz);
        _trace = trace == FilterBand.Monitor ? null : new EcgFilter(sampleRateHz, mainsHz, trace);
        var length = (int)(sampleRateHz * (QrsDetector.HistorySeconds + 2 * BeatSegmenter.LongestBeatSeconds));
        _filtered = new SignalHistory(length);
        _raw = new SignalHistory(length);
        _detector = new QrsDetector(_filtered, sampleRateHz);
        _segmenter = new BeatSegmenter(_filtered, sampleRateHz, cut);
        _prefixes = new PrefixCutter(_filtered, sampleRateHz, cut);
        // A window from R to R ends at the next R peak, however late that is found.
        _longestWait = cut.Kind == WindowKind.AroundR ? (long)(LongestWaitSeconds * sampleRateHz) : long.MaxValue / 2;
        _quality = new SignalQualityMeter(sampleRateHz);
        _samplesPerSecond = (int)Math.Round(sampleRateHz);
    }

    public double SampleRateHz { get; }

    /// <summary>50 or 60: the mains frequency that is taken away now.</summary>
    public int MainsHz => _filter.MainsHz;

    /// <summary>Gaps met so far: lost samples and lost leads, each stretch counted once.</summary>
    public long Gaps { get; private set; }

    /// <summary>Takes a block and reports what it completes to the listener, in order, before it returns.</summary>
    public void Process(SampleBlock block, IBeatListener listener)
    {
        if (_expected >= 0 && block.FirstIndex != _expected)
        {
            Break(listener);
            _quality.AddAbsent(leadsOff: false);
        }

        for (var i = 0; i < block.Count; i++)
        {
            var isOff = block.Leads[i] != LeadState.On;
            if (isOff || !float.IsFinite(block.Millivolts[i])) PassOver(isOff, listener);
            else Process(block.FirstIndex + i, block.Millivolts[i], listener);
            if (++_sinceSecond >= _samplesPerSecond) CloseSecond(block.FirstIndex + i, listener);
        }

        _expected = block.FirstIndex + block.Count;
    }

    /// <summary>Ends the signal: a beat whose window is whole is reported although no other followed.</summary>
    public void Finish(IBeatListener listener)
    {
        if (_inGap) return;
        CloseAll(listener);
        _inGap = true;
    }

    private void PassOver(bool leadsOff, IBeatListener listener)
    {
        Break(listener);
        _quality.AddAbsent(leadsOff);
    }

    private void CloseSecond(long index, IBeatListener listener)
    {
        _sinceSecond = 0;
        listener.OnQuality(index, _quality.CloseSecond());
    }

    private void Break(IBeatListener listener)
    {
        if (_inGap) return;
        CloseAll(listener);
        _inGap = true;
        Gaps++;
        _rr.Break();
        listener.OnGap();
    }

    private void Process(long index, float millivolts, IBeatListener listener)
    {
        if (_inGap) Begin(index);
        _raw.Append(millivolts);
        var filtered = _filter.Process(millivolts);
        if (index - _filter.Delay >= _raw.First) AppendFiltered(filtered, listener);
        if (_trace is not null) Trace(index - _trace.Delay, _trace.Process(millivolts), listener);
        _detector.Process(index, _filter.WithoutMains);
        while (_detector.TryTake(out var peak)) Take(peak, listener);
        CloseReady(listener);
        while (_prefixes.TryCut(index, out var prefix)) listener.OnPrefix(prefix);
    }

    private void Begin(long index)
    {
        _inGap = false;
        _filter.Reset();
        _trace?.Reset();
        _detector.Reset();
        _openCount = 0;
        _prefixes.Reset();
        _quality.Reset(index);
        _previousPeak = -1;
        _raw.Restart(index);
        _filtered.Restart(index);
    }

    private void AppendFiltered(float filtered, IBeatListener listener)
    {
        var index = _filtered.End;
        _filtered.Append(filtered);
        _quality.Add(_raw[index], filtered);
        if (_trace is null) listener.OnTrace(index, filtered);
    }

    private void Trace(long index, float millivolts, IBeatListener listener)
    {
        if (index >= _raw.First) listener.OnTrace(index, millivolts);
    }

    private void Take(RPeak peak, IBeatListener listener)
    {
        listener.OnRPeak(peak);
        var rrSeconds = _previousPeak < 0 ? 0 : (peak.Index - _previousPeak) / SampleRateHz;
        // The beat before, when it was not kept waiting for this one, has been reported without its interval.
        if (_openCount == 0 && rrSeconds > 0) _rr.Add(rrSeconds, isGood: false);
        if (_openCount == MostOpen) CloseFirst(listener);
        _open[_openCount++] = peak.Index;
        _previousPeak = peak.Index;
        CloseReady(listener);
        if (rrSeconds > BeatSegmenter.LongestBeatSeconds) listener.OnPause(peak.Index);
        _prefixes.Begin(peak.Index, _segmenter.WindowStart(peak.Index), _rr.Latest.MedianSeconds);
    }

    /// <summary>Reports the beats whose next R peak is known and whose window is whole, and one that has waited too long.</summary>
    private void CloseReady(IBeatListener listener)
    {
        while (_openCount > 1 && _segmenter.IsComplete(_open[0])) CloseFirst(listener);
        if (_openCount == 1 && _filtered.End > _open[0] + _longestWait) CloseLast(_open[0] + _longestWait, listener);
    }

    /// <summary>Reports what can be reported, as the signal breaks off.</summary>
    private void CloseAll(IBeatListener listener)
    {
        while (_openCount > 1) CloseFirst(listener);
        if (_openCount == 1) CloseLast(_filtered.End, listener);
        _prefixes.Stop();
    }

    private void CloseFirst(IBeatListener listener)
    {
        var (from, to) = (_open[0], _open[1]);
        Array.Copy(_open, 1, _open, 0, --_openCount);
        var result = _segmenter.Cut(from, to, _window);
        var quality = _quality.CloseBeat(_filtered, from, to);
        var rrSeconds = (to - from) / SampleRateHz;
        var isGood = result == WindowResult.Beat && quality.Value >= GoodQuality && rrSeconds <= BeatSegmenter.LongestBeatSeconds;
        var features = _rr.Add(rrSeconds, isGood);
        if (result == WindowResult.Beat) Report(quality, features, listener);
    }

    /// <summary>Reports the beat after which no other followed within the time of a beat.</summary>
    private void CloseLast(long end, IBeatListener listener)
    {
        var from = _open[0];
        _openCount = 0;
        if (_segmenter.CutLast(from, end, _window) == WindowResult.Beat) Report(_quality.CloseBeat(_filtered, from, end), _rr.Latest, listener);
    }

    private void Report(QualityReport quality, RrFeatures features, IBeatListener listener)
    {
        _window.Quality = quality.Value;
        _window.QualityReasons = quality.Reasons;
        _window.Rr = features;
        if (quality.Value >= GoodQuality) _prefixes.Learn(_window);
        listener.OnBeat(_window);
    }
}
