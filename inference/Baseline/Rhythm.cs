using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Baseline;

/// <summary>
/// The wearer's rhythm: RR intervals of the past, the reference interval, and what the newest one is against them. Intervals in seconds;
/// NaN is one that is not known. training/FEATURES.md gives the formulas.
/// </summary>
internal sealed class Rhythm
{
    private const int Long = 128, Middle = 64, Short = 32, Steps = 16;

    /// <summary>Intervals without which nothing is told.</summary>
    private const int Least = 8;

    private const double SpreadFloor = 0.04, DeviationLimit = 10, TypicalSeconds = 0.8;

    private readonly BaselineSpec _spec;
    private readonly RunningValues _intervals = new(Long), _short = new(Short), _inTime;
    private readonly RecentLogs _logs = new(Middle + 1);
    private readonly RecentFits _fitting;
    private readonly double[] _scratch = new double[Long];
    private double _reference = double.NaN, _previous = double.NaN;

    public Rhythm(BaselineSpec spec)
    {
        _spec = spec;
        _inTime = new RunningValues(spec.TemplateBeats);
        _fitting = new RecentFits(spec.StartBeats);
    }

    /// <summary>Names of the measures, in the order of <see cref="Values"/>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "rr_before", "rr_after", "rr_pair", "rr_previous", "rr_change", "rr_turn", "rr_before_long",
        "rr_before_recent", "rr_reference", "rr_irregularity", "rr_spread", "rr_rank", "rr_deviation",
        "rr_irregularity_long",
    ];

    /// <summary>The measures of the beat measured last.</summary>
    public double[] Values { get; } = new double[14];

    /// <summary>max(0, 1 - before / median of the last 32 intervals) of the beat measured last: 0 for one in time, late or unknown.</summary>
    public double Prematurity { get; private set; }

    /// <summary>Measures a beat; looks only at intervals that ended before the one before it.</summary>
    public void Measure(double before, double after)
    {
        var previous = double.IsFinite(before) ? _previous : double.NaN;
        Array.Clear(Values);
        Prematurity = 0;
        Values[4] = Log(before, previous);
        Values[5] = Log(after, before);
        if (_intervals.Count < Least) return;

        var recent = _short.Median();
        var spread = Spread();
        Values[0] = Log(before, _reference);
        Values[1] = Log(after, _reference);
        Values[2] = Log(before + after, 2 * _reference);
        Values[3] = Log(previous, _reference);
        Values[6] = Log(before, _intervals.Quantile(0.8));
        Values[7] = AgainstRecent(before);
        Values[8] = Log(_reference, TypicalSeconds);
        Values[9] = Irregularity(Steps);
        Values[10] = spread;
        Values[11] = Rank(before);
        Values[12] = Math.Clamp(Log(before, _reference) / (spread + SpreadFloor), -DeviationLimit, DeviationLimit);
        Values[13] = Irregularity(Middle);
        if (double.IsFinite(before)) Prematurity = Math.Max(0, 1 - before / recent);
    }

    /// <summary>ln of an interval over the median of the last 32; 0 where either is unknown.</summary>
    public double AgainstRecent(double before) => _intervals.Count < Least ? 0 : Log(before, _short.Median());

    /// <summary>Whether the interval is known and near the reference.</summary>
    public bool IsInTime(double before) =>
        double.IsFinite(before) && double.IsFinite(_reference) && Math.Abs(Math.Log(before / _reference)) < _spec.InTime;

    /// <summary>Learns the interval that a beat ended.</summary>
    /// <param name="before">The interval.</param>
    /// <param name="good">Whether the beat may teach.</param>
    /// <param name="starting">Whether it is one of the first good ones.</param>
    public void Add(double before, bool good, bool starting)
    {
        _previous = before;
        if (!good) return;
        var inTime = IsInTime(before);
        if (double.IsFinite(before))
        {
            _intervals.Add(before);
            _short.Add(before);
            _logs.Add(before);
        }

        if (starting)
        {
            if (_intervals.Count >= Least) Begin();
            return;
        }

        _fitting.Add(inTime);
        if (inTime)
        {
            _inTime.Add(before);
            _reference = _inTime.Median();
        }

        if (!_fitting.AreFewerThan(_spec.LostRhythm)) return;
        Begin();
        _fitting.Clear();
    }

    public void Clear()
    {
        _intervals.Clear();
        _logs.Clear();
        _short.Clear();
        _inTime.Clear();
        _fitting.Clear();
        (_reference, _previous) = (double.NaN, double.NaN);
    }

    public void Save(BinaryWriter to)
    {
        _intervals.Save(to);
        _short.Save(to);
        _inTime.Save(to);
        _fitting.Save(to);
        to.Write(_reference);
        to.Write(_previous);
    }

    public void Load(BinaryReader from)
    {
        _intervals.Load(from);
        _logs.Clear();
        for (var age = _intervals.Count - 1; age >= 0; age--) _logs.Add(_intervals.Newest(age));
        _short.Load(from);
        _inTime.Load(from);
        _fitting.Load(from);
        _reference = from.ReadDouble();
        _previous = from.ReadDouble();
    }

    /// <summary>The reference from all intervals: premature ones are in the lower part, so above the middle.</summary>
    private void Begin()
    {
        _reference = _intervals.Quantile(0.6);
        _inTime.Clear();
        for (var age = _intervals.Count - 1; age >= 0; age--)
        {
            if (IsInTime(_intervals.Newest(age))) _inTime.Add(_intervals.Newest(age));
        }
    }

    private double Spread()
    {
        if (!double.IsFinite(_reference)) return 0;
        var reference = Math.Log(_reference);
        var count = Math.Min(_intervals.Count, Middle);
        for (var age = 0; age < count; age++) _scratch[age] = Math.Abs(_logs.Newest(age) - reference);
        return MedianOf(_scratch.AsSpan(0, count));
    }

    private double Irregularity(int steps)
    {
        var count = Math.Min(_intervals.Count - 1, steps);
        for (var age = 0; age < count; age++) _scratch[age] = Math.Abs(_logs.Newest(age) - _logs.Newest(age + 1));
        return MedianOf(_scratch.AsSpan(0, count));
    }

    private static double MedianOf(Span<double> values)
    {
        values.Sort();
        return Sorted.Quantile(values, 0.5);
    }

    private double Rank(double before)
    {
        if (!double.IsFinite(before)) return 0;
        var count = Math.Min(_intervals.Count, Middle);
        var below = 0.0;
        for (var age = 0; age < count; age++)
        {
            var interval = _intervals.Newest(age);
            below += interval < before ? 1 : interval == before ? 0.5 : 0;
        }

        return below / count - 0.5;
    }

    /// <summary>ln(value / unit), 0 where either is unknown.</summary>
    private static double Log(double value, double unit) => double.IsFinite(value) && double.IsFinite(unit) ? Math.Log(value / unit) : 0;
}
