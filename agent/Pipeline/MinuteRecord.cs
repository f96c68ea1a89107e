namespace EcgEdge.Agent.Pipeline;

/// <summary>A minute as the pipeline sums it up; <see cref="MinuteSummary"/> is what is kept of it. A slot that is written again and again.</summary>
public sealed class MinuteRecord : IJournalRecord<MinuteRecord>
{
    private VitalSigns _last;
    private int[] _beatsByClass = [];
    private IReadOnlyList<string> _classes = [];
    private long _startTicks;
    private int _seconds, _heartRateSeconds, _rrIntervals, _beats, _anomalousBeats, _leadsOffSeconds;
    private double _heartRateSum, _heartRateMin, _heartRateMax, _rrSeconds, _qualitySum, _gapSeconds;

    /// <summary>Whether nothing has come yet: neither samples nor beats nor a gap.</summary>
    public bool IsEmpty => _seconds == 0 && _beats == 0 && _gapSeconds == 0;

    /// <summary>Begins an empty minute. Allocates only where the pack has more classes than any before it.</summary>
    public void Begin(long startTicks, IReadOnlyList<string> classes)
    {
        (_startTicks, _classes) = (startTicks, classes);
        if (_beatsByClass.Length < classes.Count) _beatsByClass = new int[classes.Count];
        (_seconds, _heartRateSeconds, _rrIntervals, _beats, _anomalousBeats, _leadsOffSeconds) = (0, 0, 0, 0, 0, 0);
        (_heartRateSum, _heartRateMin, _heartRateMax, _rrSeconds, _qualitySum, _gapSeconds) = (0, double.MaxValue, 0, 0, 0, 0);
        _last = default;
        Array.Clear(_beatsByClass);
    }

    public void AddRr(double seconds)
    {
        _rrSeconds += seconds;
        _rrIntervals++;
    }

    public void AddBeat(int classIndex, bool isAnomalous)
    {
        _beats++;
        _beatsByClass[classIndex]++;
        if (isAnomalous) _anomalousBeats++;
    }

    public void AddSecond(float quality, bool isLeadOff, in VitalSigns vitals)
    {
        _seconds++;
        _qualitySum += quality;
        if (isLeadOff) _leadsOffSeconds++;
        _last = vitals;
        if (vitals.HeartRateBpm is not { } rate) return;
        _heartRateMin = Math.Min(_heartRateMin, rate);
        _heartRateMax = Math.Max(_heartRateMax, rate);
        _heartRateSum += rate;
        _heartRateSeconds++;
    }

    public void AddGap(double seconds) => _gapSeconds += seconds;

    public void CopyTo(MinuteRecord other)
    {
        var counts = _beatsByClass;
        if (other._beatsByClass.Length != counts.Length) other._beatsByClass = new int[counts.Length];
        counts.CopyTo(other._beatsByClass, 0);
        (other._startTicks, other._classes, other._last) = (_startTicks, _classes, _last);
        (other._seconds, other._heartRateSeconds, other._rrIntervals) = (_seconds, _heartRateSeconds, _rrIntervals);
        (other._beats, other._anomalousBeats, other._leadsOffSeconds) = (_beats, _anomalousBeats, _leadsOffSeconds);
        (other._heartRateSum, other._heartRateMin, other._heartRateMax) = (_heartRateSum, _heartRateMin, _heartRateMax);
        (other._rrSeconds, other._qualitySum, other._gapSeconds) = (_rrSeconds, _qualitySum, _gapSeconds);
    }

    /// <summary>What is kept of it.</summary>
    public MinuteSummary Summary(string channel) => new()
    {
        Channel = channel,
        At = new DateTimeOffset(_startTicks, TimeSpan.Zero),
        Seconds = _seconds,
        HeartRateMinBpm = _heartRateSeconds == 0 ? null : _heartRateMin,
        HeartRateMeanBpm = _heartRateSeconds == 0 ? null : _heartRateSum / _heartRateSeconds,
        HeartRateMaxBpm = _heartRateSeconds == 0 ? null : _heartRateMax,
        HeartRateSeconds = _heartRateSeconds,
        RrMeanMs = _rrIntervals == 0 ? null : 1000 * _rrSeconds / _rrIntervals,
        RrIntervals = _rrIntervals,
        SdnnMs = _last.Variability?.SdnnMs,
        RmssdMs = _last.Variability?.RmssdMs,
        Pnn50Percent = _last.Variability?.Pnn50Percent,
        Beats = _beats,
        AnomalousBeats = _anomalousBeats,
        Classes = Enumerable.Range(0, _classes.Count).Where(i => _beatsByClass[i] > 0).ToDictionary(i => _classes[i], i => _beatsByClass[i]),
        SignalQuality = _seconds == 0 ? null : _qualitySum / _seconds,
        LeadsOffSeconds = _leadsOffSeconds,
        GapSeconds = _gapSeconds,
    };
}
