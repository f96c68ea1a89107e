using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference.Baseline;

namespace EcgEdge.Inference.Packs;

/// <summary>Checks all of a manifest that can be checked without its model files.</summary>
internal static class ManifestCheck
{
    /// <summary>Checks that a manifest describes a pack of this name which this version can run.</summary>
    /// <exception cref="PackException">Something does not fit; the message says which.</exception>
    public static void Run(PackManifest manifest, string pack)
    {
        Require(manifest.Schema == PackManifest.SupportedSchema, $"schema {manifest.Schema}; this version reads {PackManifest.SupportedSchema}");
        Require(manifest.Pack == pack, $"manifest names pack '{manifest.Pack}'");
        Window(manifest.Window, Require);
        Require(manifest.Classes.Contains(manifest.NormalClass), $"normalClass '{manifest.NormalClass}' is not among the classes");
        Models(manifest, Require);
        Classifiers(manifest, Require);
        Personal(manifest, Require);
        Anomaly(manifest, Require);

        void Require(bool holds, string what)
        {
            if (!holds) throw new PackException($"pack '{pack}': {what}");
        }
    }

    private static void Window(WindowSpec window, Action<bool, string> require)
    {
        require(WindowSpec.Kinds.Contains(window.Kind), $"window.kind '{window.Kind}'; this version cuts {string.Join(" and ", WindowSpec.Kinds)}");
        require(window.Length == BeatWindow.Length, $"window.length {window.Length}; expected {BeatWindow.Length}");
        require(window.Normalisation == "z-score", $"window.normalisation '{window.Normalisation}'; expected z-score");
        require(WindowSpec.Fiducials.ContainsKey(window.Fiducial),
            $"window.fiducial '{window.Fiducial}'; expected {string.Join(" or ", WindowSpec.Fiducials.Keys)}");
        require(Math.Abs(window.FiducialOffsetMs) <= 50, $"window.fiducialOffsetMs {window.FiducialOffsetMs}; expected -50 to 50");
        if (window.Kind != WindowSpec.AroundR) return;
        require(window.Fiducial == "r-peak" && window.FiducialOffsetMs == 0, $"window.kind {WindowSpec.AroundR} lies around the r-peak itself, offset 0");
        require(window.BeforeMs is > 0 and <= 1000, $"window.beforeMs {window.BeforeMs}; expected more than 0 and at most 1000");
        require(window.AfterMs is > 0 and <= 1500, $"window.afterMs {window.AfterMs}; expected more than 0 and at most 1500");
    }

    private static void Models(PackManifest manifest, Action<bool, string> require)
    {
        require(manifest.Models.Select(m => m.Name).Distinct().Count() == manifest.Models.Count, "two models share a name");
        foreach (var model in manifest.Models)
        {
            require(ModelRole.All.Contains(model.Role), $"model '{model.Name}': role '{model.Role}'; expected one of {string.Join(", ", ModelRole.All)}");
            var problem = RoleShapes.Problem(model, manifest);
            require(problem is null, $"model '{model.Name}': {problem}");
            if (model.Role == ModelRole.EarlyWarning) EarlyWarning(model, EarlyWarningPoint.Of(model, manifest.Pack), require);
        }

        foreach (var role in (string[])[ModelRole.InstantForecaster, ModelRole.EarlyWarning])
            require(manifest.Models.Count(m => m.Role == role) <= 1, $"more than one model of role {role}");
    }

    private static void EarlyWarning(ModelSpec model, EarlyWarningPoint point, Action<bool, string> require)
    {
        var outputs = model.Outputs.First(o => o.Name == RoleShapes.Risk).Shape[1];
        require(point.At.Count == outputs && point.Thresholds.Count == outputs,
            $"model '{model.Name}': operatingPoint has {point.At.Count} places and {point.Thresholds.Count} thresholds; expected {outputs}");
        require(point.At.Zip(point.At.Skip(1)).All(p => p.First < p.Second) && point.At.All(a => a is > 0 and <= BeatWindow.Length),
            $"model '{model.Name}': operatingPoint.at [{string.Join(",", point.At)}]; expected rising numbers from 1 to {BeatWindow.Length}");
        require(point.Thresholds.All(double.IsFinite), $"model '{model.Name}': operatingPoint.thresholds has a value that is not a number");
    }

    private static void Classifiers(PackManifest manifest, Action<bool, string> require)
    {
        var classifiers = manifest.Models.Where(m => m.Role is ModelRole.Classifier or ModelRole.FeatureClassifier).Select(m => m.Name).ToArray();
        if (manifest.Classification is not { } classification)
        {
            require(classifiers.Length == 1, $"{classifiers.Length} classifiers; expected one, or classification.members that says how they are joined");
            return;
        }

        require(classification.Members.Count > 0, "classification.members is empty");
        foreach (var member in classification.Members)
        {
            require(classifiers.Contains(member.Model), $"classification member '{member.Model}' names no classifier or feature-classifier");
            require(member.Weight > 0 && double.IsFinite(member.Weight), $"classification member '{member.Model}': weight {member.Weight}; expected above 0");
        }
    }

    private static void Personal(PackManifest manifest, Action<bool, string> require)
    {
        foreach (var name in manifest.Features ?? [])
            require(FeatureNames.All.Contains(name), $"feature '{name}' is unknown; known: {string.Join(", ", FeatureNames.All)}");
        require(manifest.Features is null || manifest.Features.Distinct().Count() == manifest.Features.Count, "features names one twice");
        if (manifest.Baseline is { } baseline)
        {
            var problem = baseline.Problem();
            require(problem is null, $"baseline.{problem}");
            require(manifest.Window.Kind == WindowSpec.AroundR, $"a baseline needs window.kind {WindowSpec.AroundR}");
            return;
        }

        require(manifest.Features is null, "features need a baseline; the manifest has none");
        foreach (var input in (string[])[RoleShapes.Difference, RoleShapes.Interval])
            require(manifest.Models.All(m => m.Inputs.All(i => i.Name != input)), $"the input '{input}' needs a baseline; the manifest has none");
    }

    private static void Anomaly(PackManifest manifest, Action<bool, string> require)
    {
        require(manifest.Anomaly.Parts.Count > 0, "anomaly.parts is empty");
        require(double.IsFinite(manifest.Anomaly.Threshold), "anomaly.threshold is not a number");
        require(double.IsFinite(manifest.Anomaly.PopulationThreshold ?? 0), "anomaly.populationThreshold is not a number");
        foreach (var part in manifest.Anomaly.Parts)
        {
            require(part.LogSd > 0, $"anomaly.logSd {part.LogSd} of '{part.Name}'; expected a positive number");
            require(double.IsFinite(part.LogMean) && double.IsFinite(part.Weight), $"anomaly part '{part.Name}': logMean or weight is not a number");
            if (part.Model is null)
            {
                require(PersonalMeasures.Names.Contains(part.Measure),
                    $"anomaly measure '{part.Measure}' without a model; expected one of {string.Join(", ", PersonalMeasures.Names)}");
                require(manifest.Baseline is not null, $"anomaly measure '{part.Measure}' needs a baseline; the manifest has none");
                continue;
            }

            require(part.Measure == AnomalyPart.MeanSquaredError, $"anomaly measure '{part.Measure}' of '{part.Model}'; expected mse");
            require(manifest.Models.Any(m => m.Name == part.Model && m.Role is ModelRole.Vae or ModelRole.Autoencoder or ModelRole.BeatForecaster),
                $"anomaly part '{part.Model}' names no vae, autoencoder or beat-forecaster");
        }
    }
}
