namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Holds back a peak of middling height that may be the P wave (or the T wave) before the QRS itself, until it is clear whether a larger
/// one follows. How middling is learned: where such peaks have lately been followed by larger ones, taller ones are doubted too; where
/// not, beats are reported without delay.
/// </summary>
internal sealed class PrecursorDoubt(double sampleRateHz)
{
    /// <summary>Longest PR interval, and the refractory time within which any larger peak counts.</summary>
    private const double PrecursorSeconds = 0.3, RefractorySeconds = 0.2;

    /// <summary>Time after which a following peak would have been confirmed.</summary>
    private const double LongestSeconds = PrecursorSeconds + 0.1;

    private const double FollowerRatio = 1.2, DoubtedFraction = 0.55, WaryFraction = 0.8, WaryFrom = 0.1, Memory = 0.95;

    private FeaturePeak _held;
    private double _followed;

    /// <summary>Whether a peak is being held.</summary>
    public bool IsHolding { get; private set; }

    public void Reset()
    {
        IsHolding = false;
        _followed = 0;
    }

    /// <summary>Whether a peak above the threshold is low enough to be held.</summary>
    /// <param name="peak">The peak.</param>
    /// <param name="qrsLevel">Level of QRS peaks.</param>
    /// <param name="isDue">Whether a beat is due by the rhythm: a P wave comes before that.</param>
    public bool Doubts(FeaturePeak peak, double qrsLevel, bool isDue) =>
        peak.Height < (isDue || _followed < WaryFrom ? DoubtedFraction : WaryFraction) * qrsLevel;

    public void Hold(FeaturePeak peak) => (_held, IsHolding) = (peak, true);

    /// <summary>Whether no larger peak can follow any more.</summary>
    public bool IsOver(long now) => IsHolding && (now - _held.Index) / sampleRateHz > LongestSeconds;

    /// <summary>Ends the doubt because no larger peak followed: the held peak is a QRS.</summary>
    public FeaturePeak Release()
    {
        IsHolding = false;
        _followed *= Memory;
        return _held;
    }

    /// <summary>Whether the next peak shows that the held one was only its precursor. If so, the doubt is over.</summary>
    public bool IsPrecursorOf(FeaturePeak following, out FeaturePeak precursor)
    {
        precursor = _held;
        var distance = (following.Index - _held.Index) / sampleRateHz;
        if (distance > PrecursorSeconds || following.Height <= (distance < RefractorySeconds ? 1 : FollowerRatio) * _held.Height) return false;
        IsHolding = false;
        _followed = Memory * _followed + 1 - Memory;
        return true;
    }
}
