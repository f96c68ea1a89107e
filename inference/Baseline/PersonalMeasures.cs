namespace EcgEdge.Inference.Baseline;

/// <summary>PROVISIONAL</summary>
public enum PersonalMeasure
{
    A,
}

/// <summary>PROVISIONAL</summary>
public static class PersonalMeasures
{
    public static IReadOnlyList<string> Names { get; } = ["running-distance-x-prematurity"];

    public static PersonalMeasure Of(string name) => PersonalMeasure.A;
}
