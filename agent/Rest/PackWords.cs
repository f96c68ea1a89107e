using System.Globalization;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Rest;

/// <summary>A pack's manifest in sentences.</summary>
internal static class PackWords
{
    public static IReadOnlyList<string> Of(PackManifest m)
    {
        var words = new List<string> { $"{m.Description}. Version {m.Version}.", Window(m.Window) };
        words.Add($"Tells {string.Join(", ", m.Classes)}; {m.NormalClass} is normal. {Classification(m)}");
        words.Add($"Anomaly score: {m.Anomaly.Description}. Threshold {Number(m.Anomaly.Threshold)}, {m.Anomaly.ChosenBy}.");
        if (m.Baseline is { } baseline)
            words.Add($"Learns what is usual for the wearer during {Number(baseline.CalibrateSeconds)} s, and goes on learning.");
        if (m.Models.FirstOrDefault(x => x.Role == ModelRole.EarlyWarning) is { } early)
            words.Add($"Warns of a beat from its first {string.Join(", ", EarlyWarningPoint.Of(early, m.Pack).At)} of {m.Window.Length} samples.");
        var bytes = m.Models.Sum(x => x.Files.TryGetValue("int8", out var file) ? file.Bytes : 0);
        words.Add($"{m.Models.Count} models, {m.Models.Sum(x => x.Parameters)} parameters, {bytes} bytes as int8: {string.Join(", ", m.Models.Select(Model))}.");
        return words;
    }

    private static string Window(WindowSpec window) => window.Kind == WindowSpec.AroundR
        ? $"A window spans {Number(window.BeforeMs ?? 0)} ms before to {Number(window.AfterMs ?? 0)} ms after the R peak, {window.Length} points."
        : $"A window spans from one R peak to the next, {window.Length} points.";

    private static string Classification(PackManifest m) => m.Classification is { } classification
        ? $"{classification.Description}."
        : $"One {m.Models.First(x => x.Role is ModelRole.Classifier or ModelRole.FeatureClassifier).Role} tells them.";

    private static string Model(ModelSpec model) => model.Name == model.Role ? model.Name : $"{model.Name} ({model.Role})";

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
