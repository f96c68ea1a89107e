using System.Security.Cryptography;
using System.Text.Json;

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
        ManifestCheck.Run(manifest, pack);
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
