namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Causal R-peak detector in one pass and constant memory. Peaks of the QRS feature are parted into QRS complexes and noise by a threshold
/// between the levels of the last of each, raised where the feature is restless between complexes; there a peak also counts for less the
/// less evidence there is for a complex of a kind met before, least of all when it comes early. T waves are told by their flat slope, P waves by the larger
/// peak that follows. A silence longer than one and a half RR intervals is searched again with half the threshold. After P. Hamilton,
/// "Open source ECG analysis", Computers in Cardiology 2002, with levels that fall after a silence, a floor in millivolts, templates, and a
/// confirmation that takes time only where it is needed.
/// </summary>
public sealed class QrsDetector
{
    private const int RrMemory = 8, LeastIntervals = 4, LearningPeaks = 64, ReadyCapacity = 16;
    private const double SettlingSeconds = 0.25, LearningSeconds = 2, RefractorySeconds = 0.2, TWaveSeconds = 0.36, TWaveSlopeRatio = 0.5;
    private const double LearningFraction = 0.25, LeastMillivolts = 0.15, DueRatio = 0.95, PlacedFrom = 0.02;
    private const double SearchBackRatio = 1.5, SearchBackLeastSeconds = 0.6, SearchBackAgeSeconds = 0.4;
    private const double SearchBackFraction = 0.5, SearchBackLeastFraction = 0.25;
    private const double SilenceSeconds = 2, SilenceDecay = 0.5;

    private readonly double _sampleRateHz;
    private readonly QrsFeature _feature;
    private readonly FeaturePeakFinder _finder;
    private readonly RPeakLocator _locator;
    private readonly QrsLevels _levels;
    private readonly QrsTemplates _templates;
    private readonly QrsWeight _weight;
    private readonly PrecursorDoubt _doubt;
    private readonly RecentQuantile _rr = new(RrMemory, 0.5);
    private readonly FeaturePeak[] _learned = new FeaturePeak[LearningPeaks];
    private readonly RPeak[] _ready = new RPeak[LearningPeaks + ReadyCapacity];

    private long _origin = -1, _now;
    private int _learnedCount, _readyCount, _readyTaken;
    private bool _learning = true;
    private FeaturePeak _last, _bestRejected;
    private bool _hasLast, _hasRejected;
    private double _rejectedWeight;
    private long _lastPeak = long.MinValue, _silentSince;

    /// <param name="filtered">The filtered signal, kept by whoever feeds the detector; R peaks are located on it.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    public QrsDetector(SignalHistory filtered, double sampleRateHz)
    {
        _sampleRateHz = sampleRateHz;
        _feature = new QrsFeature(sampleRateHz);
        _finder = new FeaturePeakFinder(sampleRateHz);
        _locator = new RPeakLocator(filtered, sampleRateHz);
        _levels = new QrsLevels(_feature.PerMillivolt, sampleRateHz);
        _templates = new QrsTemplates(sampleRateHz);
        _weight = new QrsWeight(_levels, _templates);
        _doubt = new PrecursorDoubt(sampleRateHz);
    }

    /// <summary>Seconds of filtered signal that the history must hold for every peak to be located.</summary>
    public static double HistorySeconds => 2 * LearningSeconds;

    /// <summary>Forgets everything; the next sample begins a new stretch.</summary>
    public void Reset()
    {
        _feature.Reset();
        _finder.Reset();
        _locator.Reset();
        _levels.Reset();
        _doubt.Reset();
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
        if (_origin < 0)
        {
            _origin = _silentSince = index;
            _templates.Restart(index);
        }

        _now = index;
        var value = _feature.Process(millivolts);
        _levels.AddFeature(value);
        _templates.Add(millivolts);
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
        _levels.AddQrs(low > LearningFraction * high ? low : high);
        for (var i = 0; i < _learnedCount; i++) Judge(_learned[i]);
    }

    private void Judge(FeaturePeak peak)
    {
        if (_doubt.IsHolding)
        {
            if (_doubt.IsPrecursorOf(peak, out var precursor)) _levels.AddNoise(precursor.Height);
            else Accept(_doubt.Release(), fromSearchBack: false);
        }

        if (_hasLast && Seconds(peak.Index - _last.Index) < RefractorySeconds)
        {
            // Too late to take back the smaller peak before it, but the level must know what a QRS is here.
            if (peak.Height > _last.Height) _levels.AddQrs(peak.Height);
        }
        else if (_hasLast && Seconds(peak.Index - _last.Index) < TWaveSeconds && peak.Slope < TWaveSlopeRatio * _last.Slope)
        {
            _levels.AddNoise(peak.Height);
        }
        else if (_weight.Of(peak, RrRatio(peak)) is var weight && weight <= _levels.Threshold)
        {
            _levels.AddNoise(peak.Height);
            if (!_hasRejected || weight > _rejectedWeight) (_bestRejected, _rejectedWeight, _hasRejected) = (peak, weight, true);
        }
        else if (_doubt.Doubts(peak, _levels.Qrs, IsDue(peak)))
        {
            _doubt.Hold(peak);
        }
        else
        {
            Accept(peak, fromSearchBack: false);
        }
    }

    private double? RrRatio(FeaturePeak peak) =>
        _hasLast && _rr.Count >= LeastIntervals ? Seconds(peak.Index - _last.Index) / _rr.Value : null;

    private bool IsDue(FeaturePeak peak) => _hasLast && _rr.Count > 0 && Seconds(peak.Index - _last.Index) > DueRatio * _rr.Value;

    private void WatchSilence()
    {
        if (IsTooSilent() && IsWorthSecondLook(_bestRejected)) Accept(_bestRejected, fromSearchBack: true);
        if (Seconds(_now - _silentSince) < SilenceSeconds) return;
        _silentSince = _now;
        _levels.Scale(SilenceDecay);
    }

    private bool IsTooSilent() =>
        _hasLast && _hasRejected && _rr.Count > 0 && Seconds(_now - _last.Index) > Math.Max(SearchBackLeastSeconds, SearchBackRatio * _rr.Value);

    private bool IsWorthSecondLook(FeaturePeak rejected) =>
        rejected.Height > _levels.Floor
        && rejected.Height > SearchBackLeastFraction * _levels.Qrs
        && Seconds(rejected.Index - _last.Index) > TWaveSeconds
        // The QRS itself may be about to follow.
        && Seconds(_now - rejected.Index) > SearchBackAgeSeconds
        && rejected.Height > SearchBackFraction * _levels.Threshold;

    private void Accept(FeaturePeak peak, bool fromSearchBack)
    {
        var place = ExpectedPlace(peak);
        var (located, millivolts) = _locator.Locate(peak.Index - _feature.Delay, place);
        if (millivolts < LeastMillivolts)
        {
            _levels.AddNoise(peak.Height);
            _hasRejected = false;
            return;
        }

        if (_hasLast && !fromSearchBack) _rr.Add(Seconds(peak.Index - _last.Index));
        _levels.AddQrs(peak.Height);
        // What is found on looking back is the doubtful part: it must not shape what is sought.
        if (!fromSearchBack) _templates.Learn(peak.Index, located, wasPlaced: place is not null);
        (_last, _hasLast, _hasRejected) = (peak, true, false);
        _silentSince = _now;

        // Two features can share one deflection; the second then is no new beat.
        if (_lastPeak != long.MinValue && Seconds(located - _lastPeak) < RefractorySeconds / 2) return;
        _lastPeak = located;
        if (_readyCount < _ready.Length) _ready[_readyCount++] = new RPeak(located, _now, fromSearchBack);
    }

    private double? ExpectedPlace(FeaturePeak peak)
    {
        return _levels.Restlessness > PlacedFrom ? _templates.Place(peak.Index) : null;
    }
}
