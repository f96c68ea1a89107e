namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Causal R-peak detector in one pass and constant memory. Peaks of the QRS feature are parted into QRS complexes and noise by a threshold
/// between the levels of the last eight of each, raised where the feature is restless between complexes. T waves are told by their flat
/// slope, P waves by the larger peak that follows. A silence longer than one and a half RR intervals is searched again with half the
/// threshold. After P. Hamilton, "Open source ECG analysis", Computers in Cardiology 2002, with levels that fall after a silence, a floor in
/// millivolts, and a confirmation that takes time only where it is needed.
/// </summary>
public sealed class QrsDetector
{
    private const int Memory = 8, LearningPeaks = 64, ReadyCapacity = 16;
    private const double SettlingSeconds = 0.25, LearningSeconds = 2, RefractorySeconds = 0.2, TWaveSeconds = 0.36, TWaveSlopeRatio = 0.5;
    private const double QrsQuantile = 0.7, ThresholdFraction = 0.25, RestlessRatio = 3.5, FloorMillivolts = 0.12, LeastMillivolts = 0.15, DueRatio = 0.95;
    private const double SearchBackRatio = 1.5, SearchBackLeastSeconds = 0.6, SearchBackAgeSeconds = 0.4;
    private const double SearchBackFraction = 0.5, SearchBackLeastFraction = 0.25;
    private const double SilenceSeconds = 2, SilenceDecay = 0.5;

    private readonly double _sampleRateHz;
    private readonly QrsFeature _feature;
    private readonly FeaturePeakFinder _finder;
    private readonly RPeakLocator _locator;
    private readonly QrsNoiseFloor _restlessness;
    private readonly PrecursorDoubt _doubt;
    private readonly RecentQuantile _qrsLevel = new(Memory, QrsQuantile), _noiseLevel = new(Memory, 0.5), _rr = new(Memory, 0.5);
    private readonly FeaturePeak[] _learned = new FeaturePeak[LearningPeaks];
    private readonly RPeak[] _ready = new RPeak[LearningPeaks + ReadyCapacity];
    private readonly double _floor;

    private long _origin = -1, _now;
    private int _learnedCount, _readyCount, _readyTaken;
    private bool _learning = true;
    private FeaturePeak _last, _bestRejected;
    private bool _hasLast, _hasRejected;
    private long _lastPeak = long.MinValue, _silentSince;

    /// <param name="filtered">The filtered signal, kept by whoever feeds the detector; R peaks are located on it.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    public QrsDetector(SignalHistory filtered, double sampleRateHz)
    {
        _sampleRateHz = sampleRateHz;
        _feature = new QrsFeature(sampleRateHz);
        _finder = new FeaturePeakFinder(sampleRateHz);
        _locator = new RPeakLocator(filtered, sampleRateHz);
        _restlessness = new QrsNoiseFloor(sampleRateHz);
        _doubt = new PrecursorDoubt(sampleRateHz);
        _floor = FloorMillivolts * _feature.PerMillivolt;
    }

    /// <summary>Seconds of filtered signal that the history must hold for every peak to be located.</summary>
    public static double HistorySeconds => 2 * LearningSeconds;

    private double Threshold => Math.Max(
        Math.Max(_floor, RestlessRatio * _restlessness.Value), _noiseLevel.Value + ThresholdFraction * (_qrsLevel.Value - _noiseLevel.Value));

    /// <summary>Forgets everything; the next sample begins a new stretch.</summary>
    public void Reset()
    {
        _feature.Reset();
        _finder.Reset();
        _locator.Reset();
        _restlessness.Reset();
        _doubt.Reset();
        _qrsLevel.Clear();
        _noiseLevel.Clear();
        _rr.Clear();
        _origin = -1;
        _learnedCount = _readyCount = _readyTaken = 0;
        _learning = true;
        _hasLast = _hasRejected = false;
        _lastPeak = long.MinValue;
    }

    /// <summary>Takes the next sample, in millivolts and without mains; indices of one stretch are consecutive.</summary>
    public void Process(long index, float millivolts)
    {
        if (_origin < 0) _origin = _silentSince = index;
        _now = index;
        var value = _feature.Process(millivolts);
        _restlessness.Add(value);
        if (_finder.Process(index, value, _feature.Slope, out var peak)) Take(peak);
        if (_doubt.IsOver(index)) Accept(_doubt.Release(), fromSearchBack: false);
        if (_learning) LearnUntilReady();
        else WatchSilence();
    }

    /// <summary>Gives the next R peak that is ready, in the order of their indices.</summary>
    public bool TryTake(out RPeak peak)
    {
        if (_readyTaken < _readyCount)
        {
            peak = _ready[_readyTaken++];
            return true;
        }

        _readyTaken = _readyCount = 0;
        peak = default;
        return false;
    }

    private double Seconds(long samples) => samples / _sampleRateHz;

    private void Take(FeaturePeak peak)
    {
        // Filters ring on whatever rhythm they are switched into.
        if (Seconds(peak.Index - _origin) < SettlingSeconds) return;
        if (!_learning) Judge(peak);
        else if (_learnedCount < LearningPeaks) _learned[_learnedCount++] = peak;
    }

    private void LearnUntilReady()
    {
        if (Seconds(_now - _origin) < LearningSeconds) return;
        _learning = false;
        double firstHalf = 0, secondHalf = 0;
        for (var i = 0; i < _learnedCount; i++)
        {
            if (Seconds(_learned[i].Index - _origin) < LearningSeconds / 2) firstHalf = Math.Max(firstHalf, _learned[i].Height);
            else secondHalf = Math.Max(secondHalf, _learned[i].Height);
        }

        // One artefact must not set the level: the lower of two seconds' maxima counts, unless that second held no beat.
        var (low, high) = (Math.Min(firstHalf, secondHalf), Math.Max(firstHalf, secondHalf));
        _qrsLevel.Add(low > ThresholdFraction * high ? low : high);
        for (var i = 0; i < _learnedCount; i++) Judge(_learned[i]);
    }

    private void Judge(FeaturePeak peak)
    {
        if (_doubt.IsHolding)
        {
            if (_doubt.IsPrecursorOf(peak, out var precursor)) _noiseLevel.Add(precursor.Height);
            else Accept(_doubt.Release(), fromSearchBack: false);
        }

        if (_hasLast && Seconds(peak.Index - _last.Index) < RefractorySeconds)
        {
            // Too late to take back the smaller peak before it, but the level must know what a QRS is here.
            if (peak.Height > _last.Height) _qrsLevel.Add(peak.Height);
        }
        else if (_hasLast && Seconds(peak.Index - _last.Index) < TWaveSeconds && peak.Slope < TWaveSlopeRatio * _last.Slope)
        {
            _noiseLevel.Add(peak.Height);
        }
        else if (peak.Height <= Threshold)
        {
            _noiseLevel.Add(peak.Height);
            if (!_hasRejected || peak.Height > _bestRejected.Height) (_bestRejected, _hasRejected) = (peak, true);
        }
        else if (_doubt.Doubts(peak, _qrsLevel.Value, IsDue(peak)))
        {
            _doubt.Hold(peak);
        }
        else
        {
            Accept(peak, fromSearchBack: false);
        }
    }

    private bool IsDue(FeaturePeak peak) => _hasLast && _rr.Count > 0 && Seconds(peak.Index - _last.Index) > DueRatio * _rr.Value;

    private void WatchSilence()
    {
        if (IsTooSilent() && IsWorthSecondLook(_bestRejected)) Accept(_bestRejected, fromSearchBack: true);
        if (Seconds(_now - _silentSince) < SilenceSeconds) return;
        _silentSince = _now;
        _qrsLevel.Scale(SilenceDecay);
        _noiseLevel.Scale(SilenceDecay);
    }

    private bool IsTooSilent() =>
        _hasLast && _hasRejected && _rr.Count > 0 && Seconds(_now - _last.Index) > Math.Max(SearchBackLeastSeconds, SearchBackRatio * _rr.Value);

    private bool IsWorthSecondLook(FeaturePeak rejected) =>
        rejected.Height > _floor
        && rejected.Height > SearchBackLeastFraction * _qrsLevel.Value
        && Seconds(rejected.Index - _last.Index) > TWaveSeconds
        // The QRS itself may be about to follow.
        && Seconds(_now - rejected.Index) > SearchBackAgeSeconds
        && rejected.Height > SearchBackFraction * Threshold;

    private void Accept(FeaturePeak peak, bool fromSearchBack)
    {
        var (located, millivolts) = _locator.Locate(peak.Index - _feature.Delay);
        if (millivolts < LeastMillivolts)
        {
            _noiseLevel.Add(peak.Height);
            _hasRejected = false;
            return;
        }

        if (_hasLast && !fromSearchBack) _rr.Add(Seconds(peak.Index - _last.Index));
        _qrsLevel.Add(peak.Height);
        (_last, _hasLast, _hasRejected) = (peak, true, false);
        _silentSince = _now;

        // Two features can share one deflection; the second then is no new beat.
        if (_lastPeak != long.MinValue && Seconds(located - _lastPeak) < RefractorySeconds / 2) return;
        _lastPeak = located;
        if (_readyCount < _ready.Length) _ready[_readyCount++] = new RPeak(located, _now, fromSearchBack);
    }
}
