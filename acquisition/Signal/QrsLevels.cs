namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// How high the QRS feature peaks in complexes and in noise, and the threshold that lies between: above a floor in millivolts, above the
/// feature's restlessness between complexes, above most of the taller noise, and a fraction of the way from the usual noise to the QRS.
/// </summary>
internal sealed class QrsLevels(double perMillivolt, double sampleRateHz)
{
    private const int Memory = 8, TallNoiseMemory = 48;
    private const double QrsQuantile = 0.7, TallNoiseQuantile = 0.9, Fraction = 0.17, RestlessRatio = 3.5, TallNoiseRatio = 0.8;
    private const double FloorMillivolts = 0.12, Least = 1e-9, RestlessQuantile = 0.3, StillestQuantile = 0.05;

    /// <summary>No noise counts for more than this part of a QRS: complexes taken for noise must not shut out those that follow.</summary>
    private const double MostNoise = 0.5, MostTallNoise = 0.6;

    private readonly RecentQuantile _qrs = new(Memory, QrsQuantile), _noise = new(Memory, 0.5), _tallNoise = new(TallNoiseMemory, TallNoiseQuantile);
    private readonly QrsNoiseFloor _restlessness = new(sampleRateHz);

    /// <summary>Height of the peak of the smallest complex that is looked for.</summary>
    public double Floor { get; } = FloorMillivolts * perMillivolt;

    /// <summary>Height of usual complexes.</summary>
    public double Qrs => _qrs.Value;

    /// <summary>The feature between complexes as a part of their height: below 0.03 in a clean signal, 0.1 and more in noise.</summary>
    public double Restlessness => _restlessness.At(RestlessQuantile) / Math.Max(Least, _qrs.Value);

    /// <summary>The same of the stillest moments, which all but the fastest rhythms have too: above 0.01 there may be noise.</summary>
    public double Unrest => _restlessness.At(StillestQuantile) / Math.Max(Least, _qrs.Value);

    public double Threshold
    {
        get
        {
            var noise = Math.Min(_noise.Value, MostNoise * _qrs.Value);
            var tallNoise = Math.Min(TallNoiseRatio * _tallNoise.Value, MostTallNoise * _qrs.Value);
            var between = noise + Fraction * (_qrs.Value - noise);
            return Math.Max(Math.Max(Floor, between), Math.Max(RestlessRatio * _restlessness.At(RestlessQuantile), tallNoise));
        }
    }

    public void Reset()
    {
        _qrs.Clear();
        _noise.Clear();
        _tallNoise.Clear();
        _restlessness.Reset();
    }

    /// <summary>Takes the feature of the next sample.</summary>
    public void AddFeature(double value) => _restlessness.Add(value);

    public void AddQrs(double height) => _qrs.Add(height);

    public void AddNoise(double height)
    {
        _noise.Add(height);
        _tallNoise.Add(height);
    }

    /// <summary>Lowers all levels, as nothing has been found for long.</summary>
    public void Scale(double factor)
    {
        _qrs.Scale(factor);
        _noise.Scale(factor);
        _tallNoise.Scale(factor);
    }
}
