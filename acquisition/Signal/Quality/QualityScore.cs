namespace EcgEdge.Acquisition.Signal.Quality;

/// <summary>
/// Gathers the faults of a stretch into one number: value = 1 / (1 + sum of the faults), each fault a noise power over the power at which
/// it alone would halve the value. Noise is taken relative to the size of the QRS, so the scale follows the signal-to-noise ratio.
/// </summary>
internal struct QualityScore
{
    /// <summary>A fault of this size is named: alone it takes the value to 0.83.</summary>
    private const double Noticeable = 0.2;

    private double _faults;
    private double _factor;

    public QualityScore() => _factor = 1;

    public QualityReason Reasons { get; private set; }

    public readonly float Value => (float)(_factor / (1 + _faults));

    /// <summary>
    /// Adds a noise level relative to the QRS that halves the value at <paramref name="halving"/>, and no more than a fault of this limit.
    /// </summary>
    public void AddNoise(double ratio, double halving, QualityReason reason, double limit = double.PositiveInfinity)
    {
        var fault = Math.Min(limit, ratio / halving * (ratio / halving));
        _faults += fault;
        if (fault >= Noticeable) Reasons |= reason;
    }

    /// <summary>Multiplies the value.</summary>
    public void Scale(double factor, QualityReason reason)
    {
        _factor *= factor;
        Reasons |= reason;
    }
}
