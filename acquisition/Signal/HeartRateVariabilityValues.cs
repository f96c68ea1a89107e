namespace EcgEdge.Acquisition.Signal;

/// <summary>Heart rate variability over one window.</summary>
/// <param name="SdnnMs">Standard deviation (n - 1) of the NN intervals, milliseconds.</param>
/// <param name="RmssdMs">
/// Root of the mean square of differences between adjoining NN intervals, milliseconds; null below
/// <see cref="HeartRateVariability.LeastDifferences"/> of them.
/// </param>
/// <param name="Pnn50Percent">Part of those differences that exceed 50 ms, either way, percent; null likewise.</param>
/// <param name="MeanNnMs">Mean NN interval, milliseconds.</param>
/// <param name="Intervals">NN intervals in the window.</param>
/// <param name="CoveredSeconds">Their sum.</param>
public readonly record struct HeartRateVariabilityValues(
    double SdnnMs, double? RmssdMs, double? Pnn50Percent, double MeanNnMs, int Intervals, double CoveredSeconds);
