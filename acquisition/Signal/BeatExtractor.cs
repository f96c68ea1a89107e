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
    private long _expected = -1, _previousPeak = -1;
    private int _sinceSecond;
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
        // A window from R to R ends at the next peak, however late that is found.
        _longestWait = cut.Kind == WindowKind.AroundR ? (long)(LongestWaitSeconds * sampleRateHz) : long.MaxValue / 2;
        _quality = new SignalQualityMeter(sampleRateHz);
        _samplesPerSecond = (int)Math.Round(sampleRateHz);
    }

    public double SampleRateHz { get; }

    /// <summary>Samples by which the filtered signal lags the input.</summary>
    public int FilterDelay => _filter.Delay;

    /// <summary>50 or 60: the mains frequency that is taken away now.</summary>
    public int MainsHz => _filter.MainsHz;

    /// <summary>The last seconds of filtered signal, by input index.</summary>
    public SignalHistory Filtered => _filtered;

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
        CutLast(_filtered.End, listener);
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
        CutLast(_filtered.End, listener);
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
        while (_detector.TryTake(out var peak)) Cut(peak, listener);
        if (_segmenter.Peak >= 0 && _filtered.End > _segmenter.Peak + _longestWait) CutLast(_segmenter.Peak + _longestWait, listener);
        while (_prefixes.TryCut(index, out var prefix)) listener.OnPrefix(prefix);
    }

    private void Begin(long index)
    {
        _inGap = false;
        _filter.Reset();
        _trace?.Reset();
        _detector.Reset();
        _segmenter.Reset();
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

    private void Cut(RPeak peak, IBeatListener listener)
    {
        listener.OnRPeak(peak);
        var isOpen = _segmenter.Peak >= 0;
        var result = _segmenter.Cut(peak.Index, _window);
        var from = _previousPeak;
        _previousPeak = peak.Index;
        if (from >= 0)
        {
            var rrSeconds = (peak.Index - from) / SampleRateHz;
            // A beat that was not kept waiting has been reported already.
            if (isOpen) Close(result, from, peak.Index, rrSeconds, listener);
            else _rr.Add(rrSeconds, isGood: false);
            if (rrSeconds > BeatSegmenter.LongestBeatSeconds) listener.OnPause(peak.Index);
        }

        _prefixes.Begin(peak.Index, _segmenter.WindowStart, _rr.Latest.MedianSeconds);
    }

    private void Close(WindowResult result, long from, long to, double rrSeconds, IBeatListener listener)
    {
        var quality = _quality.CloseBeat(_filtered, from, to);
        var isGood = result == WindowResult.Beat && quality.Value >= GoodQuality && rrSeconds <= BeatSegmenter.LongestBeatSeconds;
        var features = _rr.Add(rrSeconds, isGood);
        if (result == WindowResult.Beat) Report(quality, features, listener);
    }

    /// <summary>Closes the beat that has begun, as no other follows within the time of a beat.</summary>
    private void CutLast(long end, IBeatListener listener)
    {
        var from = _segmenter.Peak;
        _prefixes.Stop();
        if (_segmenter.CutLast(end, _window) == WindowResult.Beat) Report(_quality.CloseBeat(_filtered, from, end), _rr.Latest, listener);
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
