namespace EcgEdge.Acquisition.Synthesis;

/// <summary>The waves of one kind of beat.</summary>
/// <param name="Label">Class of the beat, as a true label.</param>
/// <param name="Waves">Its waves, P to T.</param>
public sealed record Morphology(string Label, IReadOnlyList<Wave> Waves)
{
    /// <summary>
    /// A normal beat in the likeness of ECG5000's wearer (small r, deep S, late T), from Gaussians fitted to the mean of the 292 normal
    /// training beats: the <c>ecg5000</c> models know such a heart.
    /// </summary>
    public static Morphology Normal { get; } = new("Normal",
    [
        new(0.334, -0.0465, 0.0202), // P
        new(0.321, -0.0056, 0.0079), // r
        new(-0.941, 0.0249, 0.0167), // S
        new(-0.104, 0.0571, 0.0055),
        new(-0.117, 0.2532, 0.0385),
        new(0.190, 0.5599, 0.1233),
        new(0.405, 0.7496, 0.0347), // T
    ]);

    /// <summary>A premature ventricular beat: no P wave, a wide and deep QRS, T the other way.</summary>
    public static Morphology Pvc { get; } = new("PVC",
    [
        new(-0.70, 0.0020, 0.0140),
        new(-0.80, 0.0300, 0.0260),
        new(0.160, 0.1200, 0.0340),
        new(0.290, 0.2400, 0.0970),
        new(0.300, 0.5500, 0.1500),
    ]);
}
