namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// How the signal between complexes goes together with itself a little later: the running autocovariance of the last seconds, complexes
/// blanked out. It holds the strength and the colour of whatever noise there is.
/// </summary>
internal sealed class NoiseCovariance(int lags, double rateHz)
{
    private const double MemorySeconds = 5, WhitePart = 0.01, LeastMillivolts = 0.003, Least = 1e-9;

    private readonly double[] _past = new double[2 * lags], _sums = new double[lags], _row = new double[lags];
    private readonly double _fade = 1 / (MemorySeconds * rateHz);
    private int _position;
    private double _weight;

    /// <summary>The covariance at each lag, millivolts squared.</summary>
    public ReadOnlySpan<double> Row
    {
        get
        {
            var scale = 1 / Math.Max(Least, _weight);
            for (var i = 0; i < lags; i++) _row[i] = _sums[i] * scale;
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
        _position = _position == 0 ? lags - 1 : _position - 1;
        _past[_position] = _past[_position + lags] = value;
        for (var i = 0; i < lags; i++) _sums[i] += _fade * (value * _past[_position + i] - _sums[i]);
        _weight += _fade * ((isQrs ? 0 : 1) - _weight);
    }
}
