namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Tells the beginnings of a window as soon as their points have come, so that a beat can be judged before it ends. Normalised by the
/// running median of the last good windows' mean and scale, and, from R to R, laid out over the running median RR interval.
/// </summary>
internal sealed class PrefixCutter(SignalHistory filtered, double sampleRateHz, WindowCut cut)
{
    private const int MemoryBeats = 16, LeastBeats = 4;

    private readonly WindowSampler _sampler = new(filtered);
    private readonly RecentQuantile _mean = new(MemoryBeats, 0.5), _scale = new(MemoryBeats, 0.5);
    private readonly BeatPrefix _prefix = new();
    private double _start, _step;
    private int _next = int.MaxValue;

    /// <summary>Forgets the wearer's level, for a signal that begins afresh.</summary>
    public void Reset()
    {
        _mean.Clear();
        _scale.Clear();
        Stop();
    }

    /// <summary>Leaves the beat that has begun.</summary>
    public void Stop() => _next = int.MaxValue;

    /// <summary>Learns from a whole window of good quality.</summary>
    public void Learn(BeatWindow window)
    {
        _mean.Add(window.Mean);
        _scale.Add(window.Scale);
    }

    /// <summary>Begins a beat.</summary>
    /// <param name="peak">Its R peak.</param>
    /// <param name="start">Where its window starts, in samples.</param>
    /// <param name="expectedRrSeconds">RR interval to be expected; null while unknown.</param>
    public void Begin(long peak, double start, double? expectedRrSeconds)
    {
        Stop();
        var seconds = cut.Kind == WindowKind.AroundR ? cut.BeforeSeconds + cut.AfterSeconds : expectedRrSeconds;
        if (cut.PrefixLengths.Count == 0 || _scale.Count < LeastBeats || seconds is null || start < filtered.First + 1) return;
        _start = start;
        _step = seconds.Value * sampleRateHz / (BeatWindow.Length - 1);
        _prefix.RPeak = peak;
        Array.Clear(_prefix.Samples);
        _prefix.Count = 0;
        _next = 0;
    }

    /// <summary>Gives the next beginning whose points are there.</summary>
    public bool TryCut(long now, out BeatPrefix prefix)
    {
        prefix = _prefix;
        if (_next >= cut.PrefixLengths.Count) return false;
        var count = cut.PrefixLengths[_next];
        if (_start + (count - 1) * _step >= filtered.End - WindowSampler.Margin) return false;

        var fresh = _prefix.Samples.AsSpan(_prefix.Count, count - _prefix.Count);
        _sampler.Read(_start + _prefix.Count * _step, _step, fresh);
        double mean = _mean.Value, scale = _scale.Value;
        for (var i = 0; i < fresh.Length; i++) fresh[i] = (float)((fresh[i] - mean) / scale);
        _prefix.Count = count;
        _prefix.ReportedAt = now;
        _next++;
        return true;
    }
}
