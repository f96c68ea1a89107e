using System.Numerics;

namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// How the signal between complexes goes together with itself a little later: the running autocovariance of the last seconds, complexes
/// blanked out. It holds the strength and the colour of whatever noise there is.
/// </summary>
internal sealed class NoiseCovariance
{
    private const double MemorySeconds = 5, WhitePart = 0.01, LeastMillivolts = 0.003, Least = 1e-9;

    private readonly double[] _past, _sums, _row;
    private readonly double _fade;
    private int _position;
    private double _weight;

    public NoiseCovariance(int lags, double rateHz)
    {
        // Lags are padded to whole vectors; the past is kept twice over so that it can always be read in one stretch.
        var padded = (lags + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        _sums = new double[padded];
        _past = new double[2 * padded];
        _row = new double[lags];
        _fade = 1 / (MemorySeconds * rateHz);
    }

    /// <summary>The covariance at each lag, millivolts squared.</summary>
    public ReadOnlySpan<double> Row
    {
        get
        {
            var scale = 1 / Math.Max(Least, _weight);
            for (var i = 0; i < _row.Length; i++) _row[i] = _sums[i] * scale;
            // Some white noise is always there; it keeps the matrix well conditioned.
            _row[0] += WhitePart * _row[0] + LeastMillivolts * LeastMillivolts;
            return _row;
        }
    }

    public void Reset()
    {
        Array.Clear(_past);
        Array.Clear(_sums);
        _position = 0;
        _weight = 0;
    }

    /// <summary>Takes the next coarse sample.</summary>
    /// <param name="value">The sample.</param>
    /// <param name="isQrs">Whether it belongs to a complex and so says nothing.</param>
    public void Add(double value, bool isQrs)
    {
        if (isQrs) value = 0;
        var length = _sums.Length;
        _position = _position == 0 ? length - 1 : _position - 1;
        _past[_position] = _past[_position + length] = value;
        var (fade, now) = (new Vector<double>(_fade), new Vector<double>(value));
        for (var i = 0; i < length; i += Vector<double>.Count)
        {
            var sums = new Vector<double>(_sums, i);
            (sums + fade * (now * new Vector<double>(_past, _position + i) - sums)).CopyTo(_sums, i);
        }

        _weight += _fade * ((isQrs ? 0 : 1) - _weight);
    }
}
