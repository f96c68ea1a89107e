using System.Globalization;

namespace EcgEdge.Acquisition.Formats;

/// <summary>Sample rates that a file may claim.</summary>
internal static class RateRange
{
    /// <summary>Slowest and fastest, in samples per second: wide enough for a slow trend beside an ECG and for pacing-spike recorders.</summary>
    public const double Min = 0.01;
    public const double Max = 200_000;

    public static bool Contains(double rateHz) => rateHz is >= Min and <= Max;

    /// <summary>The rate, if it is one.</summary>
    /// <exception cref="EcgFormatException">It is not.</exception>
    public static double Check(double rateHz, string place) =>
        Contains(rateHz)
            ? rateHz
            : throw new EcgFormatException(string.Create(
                CultureInfo.InvariantCulture, $"{place}: rate of {rateHz} samples per second; expected {Min} to {Max}"));
}
