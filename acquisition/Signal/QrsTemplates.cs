namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// The kinds of QRS complex that the wearer has, and the evidence for one of them at a place in noise: matched filters in coloured noise
/// (G. Turin, "An introduction to matched filters", IRE Trans. Inf. Theory 6, 1960), the noise being what the signal does between complexes.
/// </summary>
internal sealed class QrsTemplates
{
    private const int Kinds = 5;
    private const double BeforeSeconds = 0.1, AfterSeconds = 0.06, KeepSeconds = 5, ShiftSeconds = 0.02, SameKind = 0.8, SolveSeconds = 0.25;

    private readonly CoarseBand _band;
    private readonly NoiseCovariance _noise;
    private readonly ToeplitzSolver _solver;
    private readonly QrsTemplate[] _kinds = new QrsTemplate[Kinds];
    private readonly double[] _history, _window;
    private readonly int _mask, _shifts, _solveEvery;
    private readonly RecentQrs _recent;
    private long _first, _count, _solvedAt, _beats;

    public QrsTemplates(double sampleRateHz)
    {
        _band = new CoarseBand(sampleRateHz);
        var points = (int)Math.Round((BeforeSeconds + AfterSeconds) * _band.RateHz) + 1;
        for (var k = 0; k < Kinds; k++) _kinds[k] = new QrsTemplate(points);
        _noise = new NoiseCovariance(points, _band.RateHz);
        _solver = new ToeplitzSolver(points);
        _history = new double[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(KeepSeconds * _band.RateHz))];
        _mask = _history.Length - 1;
        _window = new double[points];
        _shifts = Math.Max(1, (int)Math.Round(ShiftSeconds * _band.RateHz));
        _solveEvery = Math.Max(1, (int)(SolveSeconds * _band.RateHz));
        _recent = new RecentQrs(sampleRateHz, _band.RateHz);
    }

    /// <summary>Begins a new stretch, whose first sample has this index; all is forgotten.</summary>
    public void Restart(long index)
    {
        _band.Reset();
        _noise.Reset();
        _recent.Reset();
        foreach (var kind in _kinds) kind.Free();
        (_first, _count, _beats) = (index, 0, 0);
        _solvedAt = -_solveEvery;
    }

    /// <summary>Takes the next sample.</summary>
    public void Add(double millivolts)
    {
        if (!_band.Process(millivolts, out var coarse)) return;
        _history[_count++ & _mask] = coarse;
        // Noise is told from complexes in retrospect, and not before the first complexes are known.
        var told = _count - 1 - _recent.Delay;
        if (told >= 0 && _beats > 0) _noise.Add(_history[told & _mask], _recent.Covers(IndexOf(told)));
    }

    /// <summary>
    /// How much likelier the signal is with a known complex near a place than without one, as a logarithm, and how like that complex it is,
    /// -1 to 1; null while no kind is known.
    /// </summary>
    /// <param name="featurePeak">Index at which the QRS feature peaked.</param>
    public (double Evidence, double Likeness)? Match(long featurePeak) =>
        Find(featurePeak) is { } found && Read(found.End) ? (found.Evidence, found.Kind.Likeness(_window)) : null;

    /// <summary>Where the R peak lies by the kind of complex that is there; null where there is none that is known.</summary>
    /// <param name="featurePeak">Index at which the QRS feature peaked.</param>
    public double? Place(long featurePeak) => Find(featurePeak) is { Evidence: > 0 } found ? IndexOf(found.End) + found.Kind.PeakOffset : null;

    /// <summary>Takes in a complex.</summary>
    /// <param name="featurePeak">Index at which the QRS feature peaked.</param>
    /// <param name="rPeak">Index of its R peak.</param>
    /// <param name="wasPlaced">Whether the R peak was sought where a template said: then it teaches nothing about its place.</param>
    public void Learn(long featurePeak, long rPeak, bool wasPlaced)
    {
        _recent.Add(rPeak);
        _beats++;
        var (nearest, at) = Nearest(CoarseOf(featurePeak));
        if (!Read(at)) return;
        var peakOffset = rPeak - IndexOf(at);
        if (nearest is not null) nearest.Blend(_window, wasPlaced ? null : peakOffset, _beats);
        else LeastNeeded().Begin(_window, peakOffset, _beats);
    }

    /// <summary>The kind for which there is most evidence near a place, and where its window ends.</summary>
    private (QrsTemplate Kind, long End, double Evidence)? Find(long featurePeak)
    {
        SolveNowAndThen();
        (QrsTemplate Kind, long End, double Evidence)? found = null;
        var middle = CoarseOf(featurePeak);
        for (var end = middle - _shifts; end <= middle + _shifts; end++)
        {
            if (!Read(end)) continue;
            foreach (var kind in _kinds)
            {
                if (!kind.IsSolved) continue;
                var evidence = kind.Evidence(_window);
                if (found is null || evidence > found.Value.Evidence) found = (kind, end, evidence);
            }
        }

        return found;
    }

    /// <summary>Input index at which a coarse sample was complete.</summary>
    private long IndexOf(long coarse) => _first + (coarse + 1) * _band.Step - 1;

    private long CoarseOf(long index) => (index - _first + 1) / _band.Step - 1;

    private void SolveNowAndThen()
    {
        if (_count - _solvedAt < _solveEvery) return;
        _solvedAt = _count;
        var covariance = _noise.Row;
        foreach (var kind in _kinds) kind.Solve(_solver, covariance);
    }

    private bool Read(long end)
    {
        var from = end - _window.Length + 1;
        if (from < 0 || from < _count - _history.Length || end >= _count) return false;
        for (var i = 0; i < _window.Length; i++) _window[i] = _history[from + i & _mask];
        return true;
    }

    /// <summary>The kind that a complex belongs to, and where its window ends; null and the middle when it is of none.</summary>
    private (QrsTemplate? Kind, long End) Nearest(long middle)
    {
        (QrsTemplate? Kind, long End) nearest = (null, middle);
        var most = SameKind;
        for (var end = middle - _shifts; end <= middle + _shifts; end++)
        {
            if (!Read(end)) continue;
            foreach (var kind in _kinds)
            {
                if (kind.Beats == 0) continue;
                var likeness = kind.Likeness(_window);
                if (likeness > most) (nearest, most) = ((kind, end), likeness);
            }
        }

        return nearest;
    }

    /// <summary>A free template, else of those that are hardly known, else of all, the one not met for longest.</summary>
    private QrsTemplate LeastNeeded()
    {
        var least = _kinds[0];
        foreach (var kind in _kinds)
        {
            if (kind.Beats == 0) return kind;
            if (kind.IsKnown == least.IsKnown ? kind.LastUsed < least.LastUsed : !kind.IsKnown) least = kind;
        }

        return least;
    }
}
