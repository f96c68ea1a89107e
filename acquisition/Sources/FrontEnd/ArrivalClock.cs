namespace EcgEdge.Acquisition.Sources.FrontEnd;

/// <summary>
/// Places samples in this machine's time. Bytes come late by a transport delay that varies and is never negative: of each second only the
/// least delayed arrival counts, and a straight line through the last minute of these gives the front end's real rate and each sample's
/// time, free of the transport's jitter. Allocates nothing after construction.
/// </summary>
/// <param name="sampleRateHz">Nominal samples per second.</param>
/// <param name="time">Clock of the timestamps.</param>
internal sealed class ArrivalClock(double sampleRateHz, TimeProvider time)
{
    private const int MostSeconds = 64;

    /// <summary>Seconds of arrivals from which on the rate is told.</summary>
    private const int RateSeconds = 5;

    private readonly double[] _places = new double[MostSeconds];
    private readonly double[] _residuals = new double[MostSeconds];
    private long _origin, _firstIndex, _second;
    private int _count, _next;
    private double _bestPlace, _bestResidual, _offset, _slope, _worst;
    private bool _hasArrivals, _hasFit;

    /// <summary>Samples per second as measured; not a number as long as too few seconds are known.</summary>
    public double MeasuredRateHz => _count >= RateSeconds ? sampleRateHz / (1 + _slope * sampleRateHz) : double.NaN;

    /// <summary>Latest that bytes came during the last whole second, against the line, in milliseconds.</summary>
    public double JitterMilliseconds { get; private set; } = double.NaN;

    /// <summary>Begins anew: what came before says nothing of what comes.</summary>
    public void Restart()
    {
        (_hasArrivals, _hasFit) = (false, false);
        (_count, _next, _slope) = (0, 0, 0);
    }

    /// <summary>Tells that all samples before this index are here.</summary>
    public void Arrived(long endIndex, long timestamp)
    {
        if (!_hasArrivals)
        {
            (_origin, _firstIndex, _second, _hasArrivals) = (timestamp, endIndex, 0, true);
            (_bestPlace, _bestResidual, _offset, _worst) = (0, 0, 0, 0);
            return;
        }

        var place = endIndex - _firstIndex;
        var residual = time.GetElapsedTime(_origin, timestamp).TotalSeconds - place / sampleRateHz;
        var second = (long)(place / sampleRateHz);
        if (second != _second) CloseSecond(second);
        if (double.IsNaN(_bestResidual) || residual < _bestResidual) (_bestPlace, _bestResidual) = (place, residual);
        if (!_hasFit) _offset = Math.Min(_offset, residual);
        _worst = Math.Max(_worst, residual - _offset - _slope * place);
    }

    /// <summary>Time at which a sample was taken.</summary>
    public long TimestampOf(long index) => _origin + ToTicks(SecondsOf(index - _firstIndex));

    /// <summary>Index of the sample that is taken at this time.</summary>
    public long IndexAt(long timestamp) =>
        _firstIndex + (long)((time.GetElapsedTime(_origin, timestamp).TotalSeconds - _offset) / (1 / sampleRateHz + _slope));

    private double SecondsOf(long place) => place / sampleRateHz + _offset + _slope * place;

    private long ToTicks(double seconds) => (long)(seconds * time.TimestampFrequency);

    private void CloseSecond(long second)
    {
        if (!double.IsNaN(_bestResidual))
        {
            (_places[_next], _residuals[_next]) = (_bestPlace, _bestResidual);
            _next = (_next + 1) % MostSeconds;
            _count = Math.Min(_count + 1, MostSeconds);
            if (_count > 1) Fit();
        }

        JitterMilliseconds = _worst * 1000;
        (_second, _bestResidual, _worst) = (second, double.NaN, 0);
    }

    /// <summary>Least squares, around the mean so that hours of samples lose no precision.</summary>
    private void Fit()
    {
        double meanPlace = 0, meanResidual = 0, covariance = 0, variance = 0;
        for (var i = 0; i < _count; i++)
        {
            meanPlace += _places[i] / _count;
            meanResidual += _residuals[i] / _count;
        }

        for (var i = 0; i < _count; i++)
        {
            var place = _places[i] - meanPlace;
            covariance += place * (_residuals[i] - meanResidual);
            variance += place * place;
        }

        _slope = covariance / variance;
        _offset = meanResidual - _slope * meanPlace;
        _hasFit = true;
    }
}
