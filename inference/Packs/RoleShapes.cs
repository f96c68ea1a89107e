using System.Globalization;
using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Inference.Packs;

/// <summary>Inputs and outputs that a model must have to play its role.</summary>
internal static class RoleShapes
{
    public const string Window = "window", Difference = "difference", Features = "features", Past = "past", Interval = "interval";
    public const string Reconstruction = "reconstruction", Probabilities = "probabilities", Forecast = "forecast", Risk = "risk";

    private const int AnySize = -2;

    /// <summary>What is wrong with a model's tensors for its role; null when nothing is.</summary>
    public static string? Problem(ModelSpec model, PackManifest manifest)
    {
        var role = Of(model.Role, manifest.Classes.Count, manifest.Features?.Count ?? 0);
        foreach (var tensor in model.Inputs)
        {
            if (role.Inputs.All(i => i.Name != tensor.Name))
                return $"input '{tensor.Name}' is none of role {model.Role}: expected {string.Join(", ", role.Inputs.Select(i => i.Name))}";
        }

        if (model.Inputs.Count == 0) return $"no inputs; role {model.Role} takes {string.Join(", ", role.Inputs.Select(i => i.Name))}";
        return role.Inputs.Select(i => Problem(i, model.Inputs, "input", model.Role, role.AnySubset)).FirstOrDefault(p => p is not null)
            ?? role.Outputs.Select(o => Problem(o, model.Outputs, "output", model.Role, isOptional: false)).FirstOrDefault(p => p is not null)
            ?? SplitProblem(model);
    }

    private static RoleShape Of(string role, int classes, int features) => role switch
    {
        ModelRole.Vae or ModelRole.Autoencoder => new([new(Window, BeatWindow.Length)], [new(Reconstruction, BeatWindow.Length)]),
        ModelRole.Classifier => new(
            [new(Window, BeatWindow.Length), new(Difference, BeatWindow.Length), new(Features, features)], [new(Probabilities, classes)], AnySubset: true),
        ModelRole.FeatureClassifier => new([new(Features, features)], [new(Probabilities, classes)]),
        ModelRole.BeatForecaster => new([new(Past, AnySize)], [new(Forecast, AnySize)]),
        ModelRole.InstantForecaster => new([new(Window, BeatWindow.Length)], [new(Forecast, BeatWindow.Length)]),
        ModelRole.EarlyWarning => new(
            [new(Window, BeatWindow.Length), new(Difference, BeatWindow.Length), new(Interval, 1)], [new(Risk, AnySize)], AnySubset: true),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "unknown role"),
    };

    private static string? Problem(Tensor expected, IReadOnlyList<TensorSpec> tensors, string side, string role, bool isOptional)
    {
        if (tensors.FirstOrDefault(t => t.Name == expected.Name) is not { } actual)
            return isOptional ? null : $"{side} '{expected.Name}' is missing for role {role}";
        if (actual.Type != "float32") return $"{side} '{expected.Name}' is {actual.Type}; expected float32";
        return actual.Shape.Count == 2 && actual.Shape[0] == 1 && actual.Shape[1] > 0 && (expected.Size == AnySize || actual.Shape[1] == expected.Size)
            ? null
            : $"{side} '{expected.Name}' has shape [{string.Join(",", actual.Shape)}]; expected [1,{expected.Text}]";
    }

    private static string? SplitProblem(ModelSpec model)
    {
        if (model.Role != ModelRole.BeatForecaster) return null;
        var (past, forecast) = (model.Inputs[0].Shape[1], model.Outputs.First(t => t.Name == Forecast).Shape[1]);
        return past + forecast == BeatWindow.Length ? null : $"{past} samples of past and {forecast} of forecast; expected {BeatWindow.Length} together";
    }

    private sealed record RoleShape(IReadOnlyList<Tensor> Inputs, IReadOnlyList<Tensor> Outputs, bool AnySubset = false);

    private readonly record struct Tensor(string Name, int Size)
    {
        public string Text => Size == AnySize ? "n" : Size.ToString(CultureInfo.InvariantCulture);
    }
}
