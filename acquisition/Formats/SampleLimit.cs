namespace EcgEdge.Acquisition.Formats;

/// <summary>How many samples a read may take that no bytes of a file stand behind: gaps, and segments that name one file over and over.</summary>
internal static class SampleLimit
{
    /// <summary>2^26 samples: 51 hours at 360 Hz, 256 MiB.</summary>
    public const long Unbacked = 1L << 26;

    public static void Check(long samples, string place)
    {
        if (samples > Unbacked)
            throw new EcgFormatException($"{place}: {samples} samples claimed without as many bytes behind them; at most {Unbacked} are read at once");
    }
}
