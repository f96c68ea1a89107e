namespace EcgEdge.Acquisition.Signal.Quality;

/// <summary>
/// Parts the signal into the bands in which noise is measured, sample by sample: the baseline below 0.7 Hz, the analysis band above the
/// slow waves, and what the analysis filter's low-pass takes away, with and without the mains tones.
/// </summary>
internal sealed class NoiseBands
{
    private const double BaselineHz = 0.7, InBandHz = 8, HighHz = 40, MainsNotchQ = 8;

    /// <summary>Q of the two halves of a fourth-order Butterworth filter.</summary>
    private const double FirstQ = 0.5412, SecondQ = 1.3066;

    private readonly bool _has50, _has60;
    private readonly int _samplesPerBin;
    private Biquad _baselineA, _baselineB, _inBand, _highA, _highB, _notch50, _notch60;
    private NoiseBin _bin;
    private double _rawSum;
    private int _count;
    private bool _begun, _baselineBegun;

    public NoiseBands(double sampleRateHz, int samplesPerBin)
    {
        _samplesPerBin = samplesPerBin;
        // The baseline is slow enough to be followed on the means of the bins.
        var binRateHz = sampleRateHz / samplesPerBin;
        _baselineA = Biquad.LowPass(BaselineHz, FirstQ, binRateHz);
        _baselineB = Biquad.LowPass(BaselineHz, SecondQ, binRateHz);
        _inBand = Biquad.HighPass(InBandHz, Math.Sqrt(0.5), sampleRateHz);
        _highA = Biquad.HighPass(HighHz, FirstQ, sampleRateHz);
        _highB = Biquad.HighPass(HighHz, SecondQ, sampleRateHz);
        (_has50, _has60) = (50 < 0.49 * sampleRateHz, 60 < 0.49 * sampleRateHz);
        if (_has50) _notch50 = Biquad.Notch(50, MainsNotchQ, sampleRateHz);
        if (_has60) _notch60 = Biquad.Notch(60, MainsNotchQ, sampleRateHz);
    }

    public void Reset() => _begun = _baselineBegun = false;

    /// <summary>
    /// Takes one sample, raw and filtered in millivolts, and the count of samples newly known to be clipped; true when it completes a bin.
    /// </summary>
    public bool Add(float raw, float filtered, int clipped, out NoiseBin bin)
    {
        if (!_begun) Begin(raw, filtered);
        var inBand = _inBand.Process(filtered);
        var high = _highB.Process(_highA.Process(raw));
        var quiet = _has50 ? _notch50.Process(high) : high;
        if (_has60) quiet = _notch60.Process(quiet);

        _bin.InBand += (float)(inBand * inBand);
        _bin.High += (float)(high * high);
        _bin.HighWithoutMains += (float)(quiet * quiet);
        _bin.RawLow = Math.Min(_bin.RawLow, raw);
        _bin.RawHigh = Math.Max(_bin.RawHigh, raw);
        _bin.Clipped += clipped;
        _rawSum += raw;
        if (++_count < _samplesPerBin)
        {
            bin = default;
            return false;
        }

        bin = Close();
        return true;
    }

    private void Begin(float raw, float filtered)
    {
        _begun = true;
        _inBand.Settle(filtered);
        _highA.Settle(raw);
        _highB.Settle(0);
        if (_has50) _notch50.Settle(0);
        if (_has60) _notch60.Settle(0);
        Clear();
    }

    private NoiseBin Close()
    {
        var mean = _rawSum / _count;
        if (!_baselineBegun)
        {
            _baselineBegun = true;
            _baselineA.Settle(mean);
            _baselineB.Settle(mean);
        }

        _bin.Baseline = (float)_baselineB.Process(_baselineA.Process(mean));
        var closed = _bin;
        Clear();
        return closed;
    }

    private void Clear()
    {
        _bin = new NoiseBin { RawLow = float.MaxValue, RawHigh = float.MinValue };
        _rawSum = 0;
        _count = 0;
    }
}
