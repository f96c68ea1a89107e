namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Cuts the filtered signal into windows from R peak to R peak: cubic (Catmull-Rom) resampling to 140 equal steps, both peaks included,
/// then minus the mean and divided by the sample standard deviation.
/// </summary>
public sealed class BeatSegmenter
{
    /// <summary>R peaks further apart than this enclose a pause, not a beat.</summary>
    public const double LongestBeatSeconds = 2;

    /// <summary>Below this standard deviation in millivolts a stretch counts as constant.</summary>
    private const float FlatMillivolts = 0.002f;

    private readonly SignalHistory _filtered;
    private readonly double _sampleRateHz;
    private readonly double _offsetSamples;
    private readonly RWaveLocator? _rWave;
    private long _previous = -1;
    private double _previousFiducial;

    /// <param name="filtered">The filtered signal.</param>
    /// <param name="sampleRateHz">Its rate.</param>
    /// <param name="cut">Where windows are cut; see the model pack's manifest.</param>
    public BeatSegmenter(SignalHistory filtered, double sampleRateHz, WindowCut cut)
    {
        _filtered = filtered;
        _sampleRateHz = sampleRateHz;
        _offsetSamples = cut.OffsetSeconds * sampleRateHz;
        _rWave = cut.Fiducial == Fiducial.RWave ? new RWaveLocator(filtered, sampleRateHz) : null;
    }

    /// <summary>Forgets the last peak: nothing is cut across a gap.</summary>
    public void Reset() => _previous = -1;

    /// <summary>Takes the next R peak and cuts the window that it ends.</summary>
    public WindowResult Cut(long peak, BeatWindow window)
    {
        var (start, from, to) = (_previous, _previousFiducial, _rWave?.Locate(peak) ?? peak);
        (_previous, _previousFiducial) = (peak, to);
        if (start < 0 || from + _offsetSamples < _filtered.First + 1) return WindowResult.First;
        if (peak - start > LongestBeatSeconds * _sampleRateHz) return WindowResult.Pause;

        Resample(from + _offsetSamples, Math.Min(to + _offsetSamples, _filtered.End - 3), window.Samples);
        window.StartIndex = start;
        window.EndIndex = peak;
        window.RrSeconds = (peak - start) / _sampleRateHz;
        return Normalise(window) ? WindowResult.Beat : WindowResult.Flat;
    }

    private void Resample(double from, double to, float[] samples)
    {
        var step = (to - from) / (samples.Length - 1);
        for (var i = 0; i < samples.Length; i++)
        {
            var position = from + i * step;
            var floor = Math.Floor(position);
            samples[i] = Interpolate((long)floor, (float)(position - floor));
        }
    }

    private float Interpolate(long index, float t)
    {
        float a = _filtered[index - 1], b = _filtered[index], c = _filtered[index + 1], d = _filtered[index + 2];
        return b + 0.5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
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
        window.Scale = (float)deviation;
        if (deviation < FlatMillivolts) return false;
        for (var i = 0; i < samples.Length; i++) samples[i] = (float)((samples[i] - mean) / deviation);
        return true;
    }
}
