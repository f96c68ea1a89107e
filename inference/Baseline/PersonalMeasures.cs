namespace EcgEdge.Inference.Baseline;

/// <summary>The personal measures by the names that manifests give them.</summary>
public static class PersonalMeasures
{
    private static readonly (string Name, PersonalMeasure Measure)[] s_measures =
    [
        ("running-distance-x-prematurity", PersonalMeasure.RunningDistanceTimesPrematurity),
        ("running-distance", PersonalMeasure.RunningDistance),
        ("qrs-width-ratio", PersonalMeasure.QrsWidthRatio),
        ("qrs-slope-ratio", PersonalMeasure.QrsSlopeRatio),
        ("usual-distance", PersonalMeasure.UsualDistance),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. s_measures.Select(m => m.Name)];

    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static PersonalMeasure Of(string name) =>
        Names.Contains(name) ? s_measures.First(m => m.Name == name).Measure : throw new ArgumentException($"no personal measure '{name}'", nameof(name));
}
