namespace EcgEdge.Acquisition.Signal.Quality;

/// <summary>
/// Signal quality per beat and per second, while the signal comes in: noise in three bands relative to the QRS, likeness of the beat to those
/// before it, jumps of the level, clipping, flat line and lost contact. Causal, any rate from 100 to 2000 Hz, constant memory, no allocation
/// after construction; depends on the samples alone.
/// </summary>
/// <remarks>
/// The value is 1 / (1 + F), times 1 - 10 c where a part c of the samples is clipped, and 0 without contact or on a flat line. F sums, with
/// the running median A of the QRS's peak-to-peak size: (baseline / A)², (noise 8 to 40 Hz / 0.1 A)², (noise above 40 Hz without mains /
/// 0.12 A)², (mains / 0.25 A)², m = 1 / r² - 1 of the correlation r with the nearest template, at most 0.6 lest an ectopic beat pass for
/// noise, and (jump of the level before the QRS / 0.4 A)² times m / 0.2 where that is below 1 (a known ectopic beat begins at another level
/// too), at most 2.
/// </remarks>
public sealed class SignalQualityMeter
{
    private const double KeepSeconds = 8, BaselineSeconds = 4, FlatSeconds = 2, QrsSeconds = 0.1, AmplitudeSeconds = 0.08;
    private const double LevelFromSeconds = 0.16, LevelToSeconds = 0.1;
    private const double BaselineHalving = 1, InBandHalving = 0.1, HighHalving = 0.12, MainsHalving = 0.25, JumpHalving = 0.4;
    private const double MismatchLimit = 0.6, DoubtfulMismatch = 0.2, JumpLimit = 2, ClippedWeight = 10;

    /// <summary>Less than this from lowest to highest for two seconds is a flat line; 0.15 mV is the smallest QRS to be counted.</summary>
    private const float FlatMillivolts = 0.03f;

    /// <summary>The median over bins of some three degrees of freedom lies below the mean by this factor (chi-square distribution).</summary>
    private const double MedianOverMean = 0.75;

    private const int AmplitudeBeats = 9;

    private readonly double _sampleRateHz;
    private readonly NoiseBins _bins;
    private readonly NoiseBands _bands;
    private readonly ClippingDetector _clipping;
    private readonly BeatTemplates _templates;
    private readonly RecentQuantile _amplitude = new(AmplitudeBeats, 0.5);
    private long _origin, _index, _secondFrom, _previousPeak;
    private double _mismatch, _jump;
    private float? _correlation;
    private QualityReason _absent;
    private bool _hasSignal;

    /// <param name="sampleRateHz">100 to 2000 Hz.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate outside that.</exception>
    public SignalQualityMeter(double sampleRateHz)
    {
        if (!(sampleRateHz is >= EcgFilter.MinimumRateHz and <= EcgFilter.MaximumRateHz))
        {
            throw new ArgumentOutOfRangeException(
                nameof(sampleRateHz), sampleRateHz, $"sample rate must lie between {EcgFilter.MinimumRateHz} and {EcgFilter.MaximumRateHz} Hz");
        }

        _sampleRateHz = sampleRateHz;
        _bins = new NoiseBins(sampleRateHz, KeepSeconds);
        _bands = new NoiseBands(sampleRateHz, _bins.SamplesPerBin);
        _clipping = new ClippingDetector(_bins, sampleRateHz);
        _templates = new BeatTemplates(sampleRateHz);
        Reset(0);
    }

    /// <summary>Begins a new stretch of signal, whose first sample has this index. The beats before are forgotten.</summary>
    public void Reset(long firstIndex)
    {
        _bins.Restart(firstIndex);
        _bands.Reset();
        _clipping.Reset();
        _templates.Reset();
        _amplitude.Clear();
        _origin = _index = _secondFrom = firstIndex;
        _previousPeak = -1;
        _mismatch = _jump = 0;
        _correlation = null;
    }

    /// <summary>Takes the next sample, raw and filtered, both of the same moment, in millivolts.</summary>
    public void Add(float raw, float filtered)
    {
        if (_bands.Add(raw, filtered, _clipping.Add(_index, raw), out var bin)) _bins.Append(bin);
        _index++;
        _hasSignal = true;
    }

    /// <summary>Notes that a sample carries no signal, without contact or lost: the report of the second says so, with value 0.</summary>
    public void AddAbsent(bool leadsOff) => _absent |= leadsOff ? QualityReason.LeadsOff : QualityReason.SamplesLost;

    /// <summary>Quality of the beat between two consecutive R peaks.</summary>
    /// <param name="filtered">The filtered signal, under the same indices.</param>
    /// <param name="startPeak">R peak that begins it.</param>
    /// <param name="endPeak">R peak that ends it, already within the history.</param>
    public QualityReport CloseBeat(SignalHistory filtered, long startPeak, long endPeak)
    {
        _amplitude.Add(Range(filtered, startPeak));
        _correlation = (float?)_templates.Match(filtered, _previousPeak, startPeak, endPeak);
        _mismatch = _correlation is { } r ? Mismatch(r) : 0;
        _jump = Math.Abs(Level(filtered, endPeak) - Level(filtered, startPeak)) * Math.Sqrt(Math.Min(1, _mismatch / DoubtfulMismatch));
        _previousPeak = startPeak;
        return Report(startPeak, endPeak, Samples(QrsSeconds), _amplitude.Value);
    }

    /// <summary>
    /// Quality since the last call, meant to be called once a second: the bands of that time, with likeness and level jump of the last beat. The
    /// median over its bins tells noise from the QRS, which fills the lesser part of them.
    /// </summary>
    public QualityReport CloseSecond()
    {
        var (from, absent, hasSignal) = (_secondFrom, _absent, _hasSignal);
        (_secondFrom, _absent, _hasSignal) = (_index, QualityReason.None, false);
        if (absent != 0 || !hasSignal) return new QualityReport(0, absent == 0 ? QualityReason.NoSignal : absent, 0, 0, 0, 0, 0, null);

        var amplitude = _amplitude.Value;
        if (_amplitude.Count == 0)
        {
            // Before the first beat the signal's whole range has to stand for the size of the QRS.
            var (low, high) = _bins.RawExtremes(_index - Samples(FlatSeconds), _index);
            amplitude = Math.Max(0, high - low);
        }

        return Report(from, _index, 0, amplitude);
    }

    private static double Mismatch(double correlation) => correlation <= 0 ? double.PositiveInfinity : 1 / (correlation * correlation) - 1;

    private QualityReport Report(long from, long to, int margin, double amplitude)
    {
        var baseline = _bins.BaselineDeviation(to - Samples(BaselineSeconds), to);
        var inBand = Noise(NoiseBand.InBand, from + margin, to - margin);
        var high = Noise(NoiseBand.High, from + margin, to - margin);
        var quiet = Math.Min(high, Noise(NoiseBand.HighWithoutMains, from + margin, to - margin));
        var mains = Math.Sqrt(high * high - quiet * quiet);

        var score = new QualityScore();
        if (IsFlat(to) || amplitude <= 0)
        {
            score.Scale(0, QualityReason.Flat);
        }
        else
        {
            score.AddNoise(baseline / amplitude, BaselineHalving, QualityReason.BaselineWander);
            score.AddNoise(inBand / amplitude, InBandHalving, QualityReason.MuscleNoise);
            score.AddNoise(quiet / amplitude, HighHalving, QualityReason.MuscleNoise);
            score.AddNoise(mains / amplitude, MainsHalving, QualityReason.MainsHum);
            score.AddNoise(Math.Sqrt(_mismatch), 1, QualityReason.TemplateMismatch, MismatchLimit);
            score.AddNoise(_jump / amplitude, JumpHalving, QualityReason.ElectrodeMotion, JumpLimit);
        }

        var clipped = _bins.ClippedFraction(from, to);
        if (clipped > 0) score.Scale(Math.Max(0, 1 - ClippedWeight * clipped), QualityReason.Clipped);
        return new QualityReport(
            score.Value, score.Reasons, (float)baseline, (float)inBand, (float)high, (float)mains, (float)amplitude, _correlation);
    }

    private double Noise(NoiseBand band, long from, long to) => Math.Sqrt((_bins.Power(band, from, to) ?? 0) / MedianOverMean);

    private bool IsFlat(long to)
    {
        var from = to - Samples(FlatSeconds);
        if (from < _origin) return false;
        var (low, high) = _bins.RawExtremes(from, to);
        return high - low < FlatMillivolts;
    }

    private double Range(SignalHistory filtered, long peak)
    {
        var (low, high) = (float.MaxValue, float.MinValue);
        var to = Math.Min(peak + Samples(AmplitudeSeconds), filtered.End - 1);
        for (var i = Math.Max(peak - Samples(AmplitudeSeconds), filtered.First); i <= to; i++)
        {
            (low, high) = (Math.Min(low, filtered[i]), Math.Max(high, filtered[i]));
        }

        return Math.Max(0, high - low);
    }

    /// <summary>Mean of the filtered signal just before a QRS.</summary>
    private double Level(SignalHistory filtered, long peak)
    {
        var from = Math.Max(peak - Samples(LevelFromSeconds), filtered.First);
        var to = Math.Max(peak - Samples(LevelToSeconds), from + 1);
        var sum = 0.0;
        for (var i = from; i < to; i++) sum += filtered[i];
        return sum / (to - from);
    }

    private int Samples(double seconds) => (int)Math.Round(seconds * _sampleRateHz);
}
