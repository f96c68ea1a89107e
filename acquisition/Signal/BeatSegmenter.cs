namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Cuts the filtered signal into windows of 140 points at equal steps, both ends included, then takes away the mean and divides by the
/// sample standard deviation. A window spans the stretch from one R peak to the next, or a fixed time around one.
/// </summary>
public sealed class BeatSegmenter
{
    /// <summary>R peaks further apart than this enclose a pause, not a beat.</summary>
    public const double LongestBeatSeconds = 2;

    /// <summary>Below this standard deviation in millivolts a stretch counts as constant.</summary>
    private const float FlatMillivolts = 0.002f;

    private readonly SignalHistory _filtered;
    private readonly WindowSampler _sampler;
    private readonly double _sampleRateHz;
    private readonly WindowCut _cut;
    private readonly double _offsetSamples, _beforeSamples, _afterSamples;
    private readonly RWaveLocator? _rWave;

    /// <param name="filtered">The filtered signal.</param>
    /// <param name="sampleRateHz">Its rate.</param>
    /// <param name="cut">Where windows are cut; see the model pack's manifest.</param>
    public BeatSegmenter(SignalHistory filtered, double sampleRateHz, WindowCut cut)
    {
        _filtered = filtered;
        _sampler = new WindowSampler(filtered);
        _sampleRateHz = sampleRateHz;
        _cut = cut;
        _offsetSamples = cut.OffsetSeconds * sampleRateHz;
        _beforeSamples = cut.BeforeSeconds * sampleRateHz;
        _afterSamples = cut.AfterSeconds * sampleRateHz;
        _rWave = cut.Fiducial == Fiducial.RWave ? new RWaveLocator(filtered, sampleRateHz) : null;
    }

    /// <summary>Where the window of the beat of an R peak starts, in samples, fractions included.</summary>
    public double WindowStart(long peak) =>
        _cut.Kind == WindowKind.AroundR ? peak - _beforeSamples : (_rWave?.Locate(peak) ?? peak) + _offsetSamples;

    /// <summary>Whether the window of a beat, whose next R peak is known, can be cut: one around the R peak may reach beyond the next.</summary>
    public bool IsComplete(long peak) => _cut.Kind == WindowKind.RToR || peak + _afterSamples < _filtered.End - WindowSampler.Margin;

    /// <summary>Cuts the window of a beat that ends at the next R peak.</summary>
    public WindowResult Cut(long peak, long next, BeatWindow window)
    {
        if (_cut.Kind == WindowKind.AroundR) return CutAround(peak, next, endsAtPeak: true, window);
        if (next - peak > LongestBeatSeconds * _sampleRateHz) return WindowResult.Pause;
        var from = WindowStart(peak);
        if (from < _filtered.First + 1) return WindowResult.Incomplete;
        _sampler.Resample(from, Math.Min(WindowStart(next), _filtered.End - 1 - WindowSampler.Margin), window.Samples);
        return Finish(peak, next, endsAtPeak: true, window);
    }

    /// <summary>Cuts the window of a beat after which no other follows: at a pause, a gap or the end of the signal.</summary>
    public WindowResult CutLast(long peak, long end, BeatWindow window) =>
        _cut.Kind == WindowKind.RToR ? WindowResult.Incomplete : CutAround(peak, end, endsAtPeak: false, window);

    private WindowResult CutAround(long peak, long end, bool endsAtPeak, BeatWindow window)
    {
        var from = WindowStart(peak);
        if (from < _filtered.First + 1 || !IsComplete(peak)) return WindowResult.Incomplete;
        _sampler.Resample(from, peak + _afterSamples, window.Samples);
        return Finish(peak, end, endsAtPeak, window);
    }

    private WindowResult Finish(long start, long end, bool endsAtPeak, BeatWindow window)
    {
        window.StartIndex = start;
        window.EndIndex = end;
        window.EndsAtPeak = endsAtPeak;
        window.RrSeconds = (end - start) / _sampleRateHz;
        return Normalise(window) ? WindowResult.Beat : WindowResult.Flat;
    }

    private static bool Normalise(BeatWindow window)
    {
        var samples = window.Samples;
        var mean = 0.0;
        foreach (var s in samples) mean += s;
        mean /= samples.Length;
        var squares = 0.0;
        foreach (var s in samples) squares += (s - mean) * (s - mean);
        var deviation = Math.Sqrt(squares / (samples.Length - 1));
        window.Mean = (float)mean;
        window.Scale = (float)deviation;
        if (deviation < FlatMillivolts) return false;
        for (var i = 0; i < samples.Length; i++) samples[i] = (float)((samples[i] - mean) / deviation);
        return true;
    }
}
