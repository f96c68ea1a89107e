namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Finds the peaks of the QRS feature, keeping only those that no larger one follows or precedes closely. Each is given out a fixed time
/// after it, so the delay is bounded.
/// </summary>
internal sealed class FeaturePeakFinder(double sampleRateHz)
{
    private const double ConfirmSeconds = 0.1;

    private readonly long _confirm = (long)(ConfirmSeconds * sampleRateHz);
    private FeaturePeak _candidate;
    private bool _hasCandidate;
    private double _lowest;

    public void Reset()
    {
        _hasCandidate = false;
        _lowest = 0;
    }

    /// <summary>Takes the feature of the next sample; true when a peak is confirmed by it.</summary>
    public bool Process(long index, double value, double slope, out FeaturePeak peak)
    {
        if (!_hasCandidate)
        {
            _lowest = Math.Min(_lowest, value);
            // A peak begins when the feature has risen clearly above the valley before it.
            if (value > 1.25 * _lowest)
            {
                _hasCandidate = true;
                _candidate = new FeaturePeak(index, value, slope);
            }
        }
        else if (value > _candidate.Height)
        {
            _candidate = new FeaturePeak(index, value, Math.Max(slope, _candidate.Slope));
        }
        else if (index - _candidate.Index >= _confirm)
        {
            peak = _candidate;
            _hasCandidate = false;
            _lowest = value;
            return true;
        }

        peak = default;
        return false;
    }
}
