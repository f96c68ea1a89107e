namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Rhythm around one beat. With p the RR interval before it, pp the one before that, n the one after it, all in seconds, and M the median of
/// the last 32 good RR intervals that ended before the beat (the mean of the middle two for an even number; none while there are fewer
/// than 8): what cannot be known, at a start, after a gap or before the next beat, is null.
/// </summary>
/// <param name="PreviousSeconds">p.</param>
/// <param name="NextSeconds">n.</param>
/// <param name="MedianSeconds">M.</param>
/// <param name="PreviousRatio">p / M.</param>
/// <param name="NextRatio">n / M.</param>
/// <param name="PreviousChange">p / pp.</param>
/// <param name="Prematurity">max(0, 1 - p / M): 0 for a beat in time or late, 0.4 for one that comes 40 % early.</param>
/// <param name="LocalVariability">
/// Root of the mean square of the differences between successive intervals among the last 8 that end no later than the beat (good or not,
/// so at most 7 differences; null below 3 or where a gap leaves fewer), divided by M.
/// </param>
public readonly record struct RrFeatures(
    double? PreviousSeconds,
    double? NextSeconds,
    double? MedianSeconds,
    double? PreviousRatio,
    double? NextRatio,
    double? PreviousChange,
    double? Prematurity,
    double? LocalVariability);
