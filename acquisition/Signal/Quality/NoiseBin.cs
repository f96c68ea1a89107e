namespace EcgEdge.Acquisition.Signal.Quality;

/// <summary>What is kept of a few consecutive samples: sums of squares per band and extremes, in millivolts.</summary>
internal struct NoiseBin
{
    /// <summary>Sums of squares per band.</summary>
    public float InBand, High, HighWithoutMains;

    /// <summary>Level of the signal below 0.7 Hz.</summary>
    public float Baseline;

    /// <summary>Raw extremes.</summary>
    public float RawLow, RawHigh;

    /// <summary>Samples at the end of the input's range.</summary>
    public int Clipped;

    /// <summary>Sum of squares of a band.</summary>
    public readonly float this[NoiseBand band] => band switch
    {
        NoiseBand.InBand => InBand,
        NoiseBand.High => High,
        _ => HighWithoutMains,
    };
}
