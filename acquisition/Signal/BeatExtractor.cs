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

    private readonly EcgFilter _filter;
    private readonly QrsDetector _detector;
    private readonly BeatSegmenter _segmenter;
    private readonly SignalHistory _raw, _filtered;
    private readonly SignalQualityMeter _quality;
    private readonly RrFeaturesTracker _rr = new();
    private readonly BeatWindow _window = new();
    private readonly int _samplesPerSecond;
    private long _expected = -1, _previousPeak = -1;
    private int _sinceSecond;
    private bool _inGap = true;

    /// <param name="sampleRateHz">Rate of the source.</param>
    /// <param name="cut">Where the model pack's windows are cut.</param>
    /// <param name="mainsHz">50 or 60.</param>
    public BeatExtractor(double sampleRateHz, WindowCut cut, double mainsHz = 50)
    {
        SampleRateHz = sampleRateHz;
        _filter = new EcgFilter(sampleRateHz, mainsHz);
        var length = (int)(sampleRateHz * (QrsDetector.HistorySeconds + 2 * BeatSegmenter.LongestBeatSeconds));
        _filtered = new SignalHistory(length);
        _raw = new SignalHistory(length);
        _detector = new QrsDetector(_filtered, sampleRateHz);
        _segmenter = new BeatSegmenter(_filtered, sampleRateHz, cut);
        _quality = new SignalQualityMeter(sampleRateHz);
        _samplesPerSecond = (int)Math.Round(sampleRateHz);
    }

    public double SampleRateHz { get; }

    /// <summary>Samples by which the filtered signal lags the input.</summary>
    public int FilterDelay => _filter.Delay;

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
        _detector.Process(index, _filter.WithoutMains);
        while (_detector.TryTake(out var peak)) Cut(peak, listener);
    }

    private void Begin(long index)
    {
        _inGap = false;
        _filter.Reset();
        _detector.Reset();
        _segmenter.Reset();
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
        listener.OnFiltered(index, filtered);
    }

    private void Cut(RPeak peak, IBeatListener listener)
    {
        listener.OnRPeak(peak);
        var result = _segmenter.Cut(peak.Index, _window);
        var from = _previousPeak;
        _previousPeak = peak.Index;
        if (from < 0) return;

        var quality = _quality.CloseBeat(_filtered, from, peak.Index);
        var isGood = result == WindowResult.Beat && quality.Value >= GoodQuality;
        var features = _rr.Add((peak.Index - from) / SampleRateHz, isGood);
        if (result == WindowResult.Beat)
        {
            _window.Quality = quality.Value;
            _window.QualityReasons = quality.Reasons;
            _window.Rr = features;
            listener.OnBeat(_window);
        }
        else if (result == WindowResult.Pause)
        {
            listener.OnPause(peak.Index);
        }
    }
}
