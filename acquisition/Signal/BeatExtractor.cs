using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// The way from samples to beats: filter, R-peak detection and windows, the same live, in replay and over a file. Results depend only on
/// the samples, never on how they were cut into blocks. Nothing is joined across a gap or a lost lead. Allocates nothing after
/// construction.
/// </summary>
public sealed class BeatExtractor
{
    private readonly EcgFilter _filter;
    private readonly QrsDetector _detector;
    private readonly BeatSegmenter _segmenter;
    private readonly SignalHistory _raw, _filtered;
    private readonly NoiseMeter _noise = new();
    private readonly BeatWindow _window = new();
    private long _expected = -1;
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
        if (_expected >= 0 && block.FirstIndex != _expected) Break(listener);
        for (var i = 0; i < block.Count; i++)
        {
            if (block.Leads[i] != LeadState.On || !float.IsFinite(block.Millivolts[i])) Break(listener);
            else Process(block.FirstIndex + i, block.Millivolts[i], listener);
        }

        _expected = block.FirstIndex + block.Count;
    }

    private void Break(IBeatListener listener)
    {
        if (_inGap) return;
        _inGap = true;
        Gaps++;
        listener.OnGap();
    }

    private void Process(long index, float millivolts, IBeatListener listener)
    {
        if (_inGap) Begin(index);
        _raw.Append(millivolts);
        var filtered = _filter.Process(millivolts);
        if (index - _filter.Delay >= _raw.First) AppendFiltered(filtered, listener);
        _detector.Process(index, millivolts);
        while (_detector.TryTake(out var peak)) Cut(peak, listener);
    }

    private void Begin(long index)
    {
        _inGap = false;
        _filter.Reset();
        _detector.Reset();
        _segmenter.Reset();
        _noise.Reset();
        _raw.Restart(index);
        _filtered.Restart(index);
    }

    private void AppendFiltered(float filtered, IBeatListener listener)
    {
        var index = _filtered.End;
        if (_filtered.Holds(index - 1, index)) _noise.Add(_raw[index] - _raw[index - 1], filtered - _filtered[index - 1], filtered);
        _filtered.Append(filtered);
        listener.OnFiltered(index, filtered);
    }

    private void Cut(RPeak peak, IBeatListener listener)
    {
        listener.OnRPeak(peak);
        var result = _segmenter.Cut(peak.Index, _window);
        var quality = _noise.TakeQuality();
        if (result == WindowResult.Beat)
        {
            _window.Quality = quality;
            listener.OnBeat(_window);
        }
        else if (result == WindowResult.Pause)
        {
            listener.OnPause(peak.Index);
        }
    }
}
