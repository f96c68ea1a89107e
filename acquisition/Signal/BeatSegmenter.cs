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
    private long _peak = -1;
    private double _fiducial;

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

    /// <summary>R peak of the beat that has begun and not ended; negative while there is none.</summary>
    public long Peak => _peak;

    /// <summary>Where the window of the beat that has begun starts, in samples, fractions included.</summary>
    public double WindowStart => _cut.Kind == WindowKind.AroundR ? _peak - _beforeSamples : _fiducial + _offsetSamples;

    /// <summary>Forgets the beat that has begun: nothing is cut across a gap.</summary>
    public void Reset() => _peak = -1;

    /// <summary>Begins a beat at an R peak.</summary>
    public void Begin(long peak) => (_peak, _fiducial) = (peak, _rWave?.Locate(peak) ?? peak);

    /// <summary>Ends the beat that has begun at the next R peak, which begins another, and cuts the window of the first.</summary>
    /// <returns>What became of it; <see cref="WindowResult.First"/> when none had begun.</returns>
    public WindowResult Cut(long peak, BeatWindow window)
    {
        var start = _peak;
        var from = WindowStart;
        Begin(peak);
        if (start < 0) return WindowResult.First;
        if (_cut.Kind == WindowKind.AroundR) return CutAround(start, from, peak, endsAtPeak: true, window);
        if (peak - start > LongestBeatSeconds * _sampleRateHz) return WindowResult.Pause;
        if (from < _filtered.First + 1) return WindowResult.First;
        _sampler.Resample(from, Math.Min(WindowStart, _filtered.End - 1 - WindowSampler.Margin), window.Samples);
        return Finish(start, peak, endsAtPeak: true, window);
    }

    /// <summary>Ends the beat that has begun where no other follows: at a pause, a gap or the end of the signal.</summary>
    /// <returns><see cref="WindowResult.First"/> where none had begun, its window is not all there, or it needs the next R peak.</returns>
    public WindowResult CutLast(long end, BeatWindow window)
    {
        var start = _peak;
        var from = WindowStart;
        Reset();
        return start < 0 || _cut.Kind == WindowKind.RToR ? WindowResult.First : CutAround(start, from, end, endsAtPeak: false, window);
    }

    private WindowResult CutAround(long start, double from, long end, bool endsAtPeak, BeatWindow window)
    {
        var to = start + _afterSamples;
        if (from < _filtered.First + 1 || to >= _filtered.End - WindowSampler.Margin) return WindowResult.First;
        _sampler.Resample(from, to, window.Samples);
        return Finish(start, end, endsAtPeak, window);
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
