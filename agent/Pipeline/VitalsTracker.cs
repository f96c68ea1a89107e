using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Signal.Quality;
using EcgEdge.Inference;
using EcgEdge.Inference.Baseline;

namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// Makes vital signs of what a pipeline finds: heart rate, variability, how many of the last beats were anomalous. Fed on the pipeline's
/// thread, in signal order; <see cref="Latest"/> may be read from any.
/// </summary>
internal sealed class VitalsTracker
{
    private const int RateWindowBeats = 60;

    /// <summary>After so long a silence, or asystole if that is told sooner, no heart rate is known.</summary>
    private const double LongestRrSeconds = 4;

    private readonly double _sampleRateHz;
    private readonly HeartRate _heartRate = new();
    private readonly HeartRateVariability _variability = new();
    private readonly LatestVitals _latest = new();
    private readonly bool[] _recentAnomalous = new bool[RateWindowBeats];
    private readonly long _longestRr;
    private int _recentCount, _recentNext;
    private long _lastPeak = -1;

    /// <param name="sampleRateHz">Rate of the source.</param>
    /// <param name="asystoleSeconds">Silence that is told as asystole.</param>
    public VitalsTracker(double sampleRateHz, double asystoleSeconds)
    {
        _sampleRateHz = sampleRateHz;
        _longestRr = (long)(Math.Min(LongestRrSeconds, asystoleSeconds) * sampleRateHz);
    }

    public VitalSigns Latest
    {
        get => _latest.Value;
        private set => _latest.Value = value;
    }

    /// <summary>Whether the last R peak lies so far back that no heart rate is known any more; false once it has been lost. Costs two comparisons.</summary>
    public bool IsSilent(long index) => _lastPeak >= 0 && index - _lastPeak > _longestRr;

    /// <summary>Takes an R peak; gives the heart rate in beats per minute, null while it is unknown.</summary>
    public double? TakePeak(long index)
    {
        double? rrSeconds = _lastPeak < 0 ? null : (index - _lastPeak) / _sampleRateHz;
        if (rrSeconds is { } rr) _heartRate.Add(rr);
        _lastPeak = index;
        Latest = Latest with { HeartRateBpm = _heartRate.BeatsPerMinute, RrSeconds = rrSeconds };
        return _heartRate.BeatsPerMinute;
    }

    /// <summary>Takes a judged beat.</summary>
    /// <param name="window">The beat.</param>
    /// <param name="verdict">What the models say.</param>
    /// <param name="isNormal">Whether its intervals count for the variability.</param>
    /// <param name="beats">Beats judged so far, this one included.</param>
    public void TakeBeat(BeatWindow window, BeatVerdict verdict, bool isNormal, long beats)
    {
        _recentAnomalous[_recentNext] = verdict.Anomalous;
        _recentNext = (_recentNext + 1) % RateWindowBeats;
        _recentCount = Math.Min(_recentCount + 1, RateWindowBeats);
        var anomalous = 0;
        for (var i = 0; i < _recentCount; i++) anomalous += _recentAnomalous[i] ? 1 : 0;
        _variability.AddBeat(window.StartIndex / _sampleRateHz, isNormal);
        Latest = Latest with
        {
            AnomalyRatePercent = 100.0 * anomalous / _recentCount,
            Beats = beats,
            Baseline = verdict.Baseline,
            LearningSecondsLeft = verdict.LearningSecondsLeft,
        };
    }

    /// <summary>Takes a warning of a beat before it has ended.</summary>
    public void TakeWarning(long peak) => Latest = Latest with { Warnings = Latest.Warnings + 1, WarnedIndex = peak };

    /// <summary>Takes the quality of a second.</summary>
    public void TakeQuality(QualityReport quality) =>
        Latest = Latest with { Quality = quality.Value, QualityReasons = quality.Reasons, Variability = _variability.Measure() };

    /// <summary>The heart rate is not known any more.</summary>
    public void LoseHeartRate()
    {
        _lastPeak = -1;
        _heartRate.Reset();
        Latest = Latest with { HeartRateBpm = null, RrSeconds = null };
    }

    /// <summary>The signal broke off: nothing is counted across it.</summary>
    public void Break()
    {
        LoseHeartRate();
        _variability.Break();
    }

    /// <summary>Another pack judges: what the one before said of anomalies and of the wearer's baseline counts no more.</summary>
    public void ForgetVerdicts(BaselineState baseline, double learningSecondsLeft)
    {
        (_recentCount, _recentNext) = (0, 0);
        Latest = Latest with { AnomalyRatePercent = null, Baseline = baseline, LearningSecondsLeft = learningSecondsLeft };
    }
}
