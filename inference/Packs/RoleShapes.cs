using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Inference.Packs;

/// <summary>Inputs and outputs that a model must have to play its role.</summary>
internal static class RoleShapes
{
    public const int ForecastFrom = 100;

    private const int Any = -1, AnySize = -2;

    public static IReadOnlyList<RoleShape> Of(string role, int classes) => role switch
    {
        ModelRole.Vae or ModelRole.Autoencoder => [In("window", 1, BeatWindow.Length), Out("reconstruction", 1, BeatWindow.Length)],
        ModelRole.Classifier => [In("window", 1, BeatWindow.Length), Out("probabilities", 1, classes)],
        ModelRole.BeatForecaster => [In("past", 1, ForecastFrom), Out("forecast", 1, BeatWindow.Length - ForecastFrom)],
        ModelRole.InstantForecaster =>
        [
            In("samples", Any, 1, 2), In("hidden", 1, 1, AnySize), In("cell", 1, 1, AnySize),
            Out("next", Any, 1, 1), Out("hidden_out", 1, 1, AnySize), Out("cell_out", 1, 1, AnySize),
        ],
        _ => [],
    };

    private static RoleShape In(string name, params int[] shape) => new(name, true, shape);

    private static RoleShape Out(string name, params int[] shape) => new(name, false, shape);

    internal sealed record RoleShape(string Name, bool IsInput, int[] Shape)
    {
        public string Text => string.Join(",", Shape.Select(d => d == AnySize ? "n" : d.ToString(System.Globalization.CultureInfo.InvariantCulture)));

        public bool Fits(IReadOnlyList<int> actual) =>
            actual.Count == Shape.Length && Shape.Zip(actual).All(p => p.First == p.Second || (p.First == AnySize && p.Second > 0));
    }
}
