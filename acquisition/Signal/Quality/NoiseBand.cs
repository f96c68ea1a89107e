namespace EcgEdge.Acquisition.Signal.Quality;

/// <summary>The fast bands in which noise is measured.</summary>
internal enum NoiseBand
{
    /// <summary>8 to 40 Hz: within the analysis filter's band, above the P and T waves.</summary>
    InBand,

    /// <summary>Above 40 Hz: what the analysis filter takes away.</summary>
    High,

    /// <summary>The same without tones at 50 and 60 Hz.</summary>
    HighWithoutMains,
}
