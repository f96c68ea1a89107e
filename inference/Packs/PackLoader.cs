using System.Security.Cryptography;
using System.Text.Json;
using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Inference.Packs;

/// <summary>Finds packs and checks all that can be checked without running a model: layout, roles, shapes, hashes.</summary>
public static class PackLoader
{
    /// <summary>Where the packs that ship with the program lie.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>Names of the packs in a folder.</summary>
    public static IReadOnlyList<string> List(string folder) =>
        !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateDirectories(folder)
                .Where(d => File.Exists(Path.Combine(d, "manifest.json")))
                .Select(d => Path.GetFileName(d)!)
                .Order(StringComparer.Ordinal)];

    /// <summary>Reads and checks a pack, and reads the model files of one precision into memory.</summary>
    /// <exception cref="PackException">Something does not fit; the message says which.</exception>
    public static LoadedPack Load(string folder, string pack, Precision precision)
    {
        // A pack's name becomes part of a path.
        if (pack.Length == 0 || pack.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            throw new PackException($"pack '{pack}': a pack's name has only letters, digits, - and _");

        var directory = Path.Combine(folder, pack);
        var path = Path.Combine(directory, "manifest.json");
        if (!File.Exists(path))
        {
            var known = List(folder);
            throw new PackException($"pack '{pack}' is not in {folder}; {(known.Count == 0 ? "no packs are" : "there: " + string.Join(", ", known))}");
        }

        var manifest = ReadManifest(path);
        Check(manifest, pack);
        var key = precision == Precision.Int8 ? "int8" : "fp32";
        var models = manifest.Models.Select(m => new LoadedModel(m, ReadModel(directory, pack, m, key))).ToArray();
        return new LoadedPack(manifest, precision, models);
    }

    private static PackManifest ReadManifest(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, ManifestJson.Default.PackManifest)
                ?? throw new PackException($"{path}: empty; expected a manifest object");
        }
        catch (JsonException e)
        {
            throw new PackException($"{path}, line {e.LineNumber + 1}: {e.Message}", e);
        }
    }

    private static void Check(PackManifest manifest, string pack)
    {
        Require(manifest.Schema == PackManifest.SupportedSchema, $"schema {manifest.Schema}; this version reads {PackManifest.SupportedSchema}");
        Require(manifest.Pack == pack, $"manifest names pack '{manifest.Pack}'");
        Require(manifest.Window.Kind == WindowSpec.RToR, $"window.kind '{manifest.Window.Kind}'; this version cuts {WindowSpec.RToR}");
        Require(manifest.Window.Length == BeatWindow.Length, $"window.length {manifest.Window.Length}; expected {BeatWindow.Length}");
        Require(manifest.Window.Normalisation == "z-score", $"window.normalisation '{manifest.Window.Normalisation}'; expected z-score");
        Require(WindowSpec.Fiducials.ContainsKey(manifest.Window.Fiducial),
            $"window.fiducial '{manifest.Window.Fiducial}'; expected {string.Join(" or ", WindowSpec.Fiducials.Keys)}");
        Require(Math.Abs(manifest.Window.FiducialOffsetMs) <= 50, $"window.fiducialOffsetMs {manifest.Window.FiducialOffsetMs}; expected -50 to 50");
        Require(manifest.Classes.Contains(manifest.NormalClass), $"normalClass '{manifest.NormalClass}' is not among the classes");
        Require(manifest.Models.Select(m => m.Name).Distinct().Count() == manifest.Models.Count, "two models share a name");
        Require(double.IsFinite(manifest.Anomaly.Threshold), "anomaly.threshold is not a number");
        foreach (var model in manifest.Models)
        {
            Require(ModelRole.All.Contains(model.Role), $"model '{model.Name}': role '{model.Role}'; expected one of {string.Join(", ", ModelRole.All)}");
            foreach (var expected in RoleShapes.Of(model.Role, manifest.Classes.Count))
            {
                var actual = (expected.IsInput ? model.Inputs : model.Outputs).FirstOrDefault(t => t.Name == expected.Name);
                var side = expected.IsInput ? "input" : "output";
                Require(actual is not null, $"model '{model.Name}': {side} '{expected.Name}' is missing for role {model.Role}");
                Require(actual!.Type == "float32", $"model '{model.Name}': {side} '{expected.Name}' is {actual.Type}; expected float32");
                Require(expected.Fits(actual.Shape),
                    $"model '{model.Name}': {side} '{expected.Name}' has shape [{string.Join(",", actual.Shape)}]; expected [{expected.Text}]");
            }
        }

        Require(manifest.Anomaly.Parts.Count > 0, "anomaly.parts is empty");
        foreach (var part in manifest.Anomaly.Parts)
        {
            Require(part.Measure == AnomalyPart.MeanSquaredError, $"anomaly measure '{part.Measure}'; expected mse");
            Require(part.LogSd > 0, $"anomaly.logSd {part.LogSd} of '{part.Model}'; expected a positive number");
            Require(manifest.Models.Any(m => m.Name == part.Model && m.Role is ModelRole.Vae or ModelRole.Autoencoder or ModelRole.BeatForecaster),
                $"anomaly part '{part.Model}' names no vae, autoencoder or beat-forecaster");
        }

        Require(manifest.Models.Count(m => m.Role == ModelRole.Classifier) == 1, "expected exactly one classifier");

        void Require(bool holds, string what)
        {
            if (!holds) throw new PackException($"pack '{pack}': {what}");
        }
    }

    private static byte[] ReadModel(string directory, string pack, ModelSpec model, string precision)
    {
        if (!model.Files.TryGetValue(precision, out var file))
            throw new PackException($"pack '{pack}', model '{model.Name}': no {precision} file");
        if (Path.GetFileName(file.File) != file.File)
            throw new PackException($"pack '{pack}', model '{model.Name}': file '{file.File}' leads out of the pack's folder");

        var path = Path.Combine(directory, file.File);
        if (!File.Exists(path)) throw new PackException($"pack '{pack}', model '{model.Name}': {path} is missing");
        var bytes = File.ReadAllBytes(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return hash == file.Sha256
            ? bytes
            : throw new PackException($"pack '{pack}', model '{model.Name}': {file.File} has SHA-256 {hash}; the manifest says {file.Sha256}");
    }
}
