namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Running shapes of the few kinds of QRS complex met last, in the band of the QRS feature, from 70 ms before to 70 ms after their middle in
/// steps of 10 ms. In noise they tell a complex from an artefact of the same height, and where in it the R peak must lie.
/// </summary>
internal sealed class QrsShapes
{
    private const int Kinds = 3, Points = 15, Shifts = 3, Memory = 12, LeastBeatsToPlace = 4;
    private const double StepSeconds = 0.01, ShiftSeconds = 0.005, KeepSeconds = 4, SameKind = 0.75, LeastLikenessToPlace = 0.6;

    /// <summary>The feature averages over 80 ms: its peak comes half of that after the middle of the complex.</summary>
    private const double FeatureLagSeconds = 0.04;

    private readonly double _step, _shift, _lag;
    private readonly SignalHistory _band;
    private readonly Kind[] _kinds = [new(), new(), new()];
    private readonly double[] _candidate = new double[Points], _aligned = new double[Points];
    private Kind? _nearest;
    private double _likeness, _place;
    private long _clock;

    public QrsShapes(double sampleRateHz)
    {
        _step = StepSeconds * sampleRateHz;
        _shift = ShiftSeconds * sampleRateHz;
        _lag = Math.Floor(FeatureLagSeconds * sampleRateHz);
        _band = new SignalHistory((int)(KeepSeconds * sampleRateHz));
    }

    /// <summary>Begins a new stretch, whose first sample has this index; all shapes are forgotten.</summary>
    public void Restart(long index)
    {
        _band.Restart(index);
        foreach (var kind in _kinds) kind.Beats = 0;
        _clock = 0;
    }

    /// <summary>Takes the next sample of the band.</summary>
    public void Add(double band) => _band.Append((float)band);

    /// <summary>Correlation with the nearest kind, at least 0; 1 while none is known.</summary>
    /// <param name="featurePeak">Index at which the QRS feature peaked.</param>
    public double Match(long featurePeak)
    {
        (_nearest, _likeness) = (null, double.NegativeInfinity);
        for (var s = -Shifts; s <= Shifts; s++)
        {
            var centre = featurePeak - _lag + s * _shift;
            if (!Read(centre)) continue;
            foreach (var kind in _kinds)
            {
                if (kind.Beats == 0) continue;
                var correlation = Correlate(kind.Shape, _candidate);
                if (correlation <= _likeness) continue;
                (_nearest, _likeness, _place) = (kind, correlation, centre);
                _candidate.CopyTo(_aligned, 0);
            }
        }

        return _nearest is null ? 1 : Math.Max(0, _likeness);
    }

    /// <summary>Where the R peak of the complex matched last lies by its kind; null where it is like none that is well known.</summary>
    public double? Place() =>
        _nearest is { Beats: >= LeastBeatsToPlace } kind && _likeness >= LeastLikenessToPlace ? _place + kind.PeakOffset : null;

    /// <summary>Takes in a complex.</summary>
    public void Learn(long featurePeak, long rPeak)
    {
        Match(featurePeak);
        _clock++;
        if (_nearest is { } kind && _likeness >= SameKind) Blend(kind, rPeak);
        else if (Read(featurePeak - _lag)) Begin(Oldest(), rPeak - (featurePeak - _lag));
    }

    private static double Correlate(double[] a, double[] b)
    {
        double aa = 0, bb = 0, ab = 0;
        for (var i = 0; i < Points; i++)
        {
            aa += a[i] * a[i];
            bb += b[i] * b[i];
            ab += a[i] * b[i];
        }

        return aa > 0 && bb > 0 ? ab / Math.Sqrt(aa * bb) : 0;
    }

    private static double Norm(double[] a)
    {
        var sum = 0.0;
        foreach (var v in a) sum += v * v;
        return Math.Sqrt(sum);
    }

    private bool Read(double centre)
    {
        var from = centre - Points / 2 * _step;
        if (!_band.Holds((long)Math.Floor(from), (long)Math.Floor(from + (Points - 1) * _step) + 2)) return false;
        for (var i = 0; i < Points; i++)
        {
            var position = from + i * _step;
            var floor = Math.Floor(position);
            float before = _band[(long)floor], after = _band[(long)floor + 1];
            _candidate[i] = before + (position - floor) * (after - before);
        }

        return true;
    }

    private void Blend(Kind kind, long rPeak)
    {
        kind.Beats = Math.Min(kind.Beats + 1, Memory);
        kind.LastUsed = _clock;
        kind.PeakOffset += (rPeak - _place - kind.PeakOffset) / kind.Beats;
        double perOld = 1 / Norm(kind.Shape), perNew = 1 / Norm(_aligned);
        for (var i = 0; i < Points; i++)
        {
            var old = kind.Shape[i] * perOld;
            kind.Shape[i] = old + (_aligned[i] * perNew - old) / kind.Beats;
        }
    }

    private void Begin(Kind kind, double peakOffset)
    {
        (kind.Beats, kind.LastUsed, kind.PeakOffset) = (1, _clock, peakOffset);
        _candidate.CopyTo(kind.Shape, 0);
    }

    /// <summary>A kind not met yet, else the one not met for longest.</summary>
    private Kind Oldest()
    {
        var oldest = _kinds[0];
        foreach (var kind in _kinds)
        {
            if (kind.Beats == 0) return kind;
            if (kind.LastUsed < oldest.LastUsed) oldest = kind;
        }

        return oldest;
    }

    private sealed class Kind
    {
        public double[] Shape { get; } = new double[Points];

        public int Beats { get; set; }

        public long LastUsed { get; set; }

        /// <summary>From the middle of the shape to the R peak, samples.</summary>
        public double PeakOffset { get; set; }
    }
}
