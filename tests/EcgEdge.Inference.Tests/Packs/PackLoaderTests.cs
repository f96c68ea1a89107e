using System.Text.Json.Nodes;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Tests.Packs;

public sealed class PackLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecgedge-pack-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Precision.Int8)]
    [InlineData(Precision.Fp32)]
    public void Loads_and_warms_up_the_shipped_pack(Precision precision)
    {
        using var analyzer = new BeatAnalyzer(ShippedPack.Load(precision));
        Assert.Equal(["Normal", "R-on-T PVC", "PVC", "SP", "UB"], analyzer.Pack.Manifest.Classes);
        Assert.True(analyzer.Explains);
    }

    [Fact]
    public void The_shipped_models_are_small()
    {
        var bytes = ShippedPack.Load().Models.Sum(m => m.Onnx.Length);
        Assert.InRange(bytes, 1, 250_000);
    }

    [Fact]
    public void Refuses_a_file_whose_hash_is_not_the_manifests()
    {
        var pack = ShippedPack.CopyTo(_folder);
        var path = Path.Combine(pack, "vae.int8.onnx");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("vae.int8.onnx has SHA-256", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_missing_file()
    {
        File.Delete(Path.Combine(ShippedPack.CopyTo(_folder), "classifier.int8.onnx"));
        Assert.Contains("model 'classifier'", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$.schema", "2", "schema 2; this version reads 1")]
    [InlineData("$.pack", "\"other\"", "manifest names pack 'other'")]
    [InlineData("$.window.kind", "\"around-x\"", "window.kind 'around-x'")]
    [InlineData("$.window.length", "128", "window.length 128; expected 140")]
    [InlineData("$.window.normalisation", "\"none\"", "window.normalisation 'none'")]
    [InlineData("$.normalClass", "\"Healthy\"", "normalClass 'Healthy' is not among the classes")]
    [InlineData("$.models.0.role", "\"oracle\"", "role 'oracle'; expected one of vae")]
    [InlineData("$.models.0.role", "\"classifier\"", "is missing for role classifier")]
    [InlineData("$.models.0.inputs.0.shape.1", "139", "shape [1,139]; expected [1,140]")]
    [InlineData("$.models.0.inputs.0.type", "\"int8\"", "is int8; expected float32")]
    [InlineData("$.models.0.files.int8.file", "\"../../secret.onnx\"", "leads out of the pack's folder")]
    [InlineData("$.anomaly.parts.0.model", "\"nobody\"", "anomaly part 'nobody'")]
    [InlineData("$.anomaly.parts.0.logSd", "0", "anomaly.logSd 0")]
    public void Refuses_a_manifest_that_does_not_fit_and_says_why(string path, string value, string expected)
    {
        Change(path, value);
        Assert.Contains(expected, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_graph_that_is_not_what_the_manifest_says()
    {
        var pack = ShippedPack.CopyTo(_folder);
        var manifest = Manifest(pack);
        var models = manifest["models"]!.AsArray();
        var vae = models.First(m => (string)m!["role"]! == "vae")!;
        var classifier = models.First(m => (string)m!["role"]! == "classifier")!;
        vae["files"] = JsonNode.Parse(classifier["files"]!.ToJsonString());
        Save(pack, manifest);

        var error = Assert.Throws<PackException>(() => new BeatAnalyzer(PackLoader.Load(_folder, "ecg5000", Precision.Int8)));
        Assert.Contains("model 'vae': the graph has", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file_that_is_no_model()
    {
        var pack = ShippedPack.CopyTo(_folder);
        var manifest = Manifest(pack);
        File.WriteAllText(Path.Combine(pack, "vae.int8.onnx"), "not a model");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("not a model"u8));
        manifest["models"]!.AsArray().First(m => (string)m!["role"]! == "vae")!["files"]!["int8"]!["sha256"] = hash;
        Save(pack, manifest);

        var error = Assert.Throws<PackException>(() => new BeatAnalyzer(PackLoader.Load(_folder, "ecg5000", Precision.Int8)));
        Assert.Contains("model 'vae': ONNX Runtime cannot load it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_line_of_broken_json()
    {
        File.WriteAllText(Path.Combine(ShippedPack.CopyTo(_folder), "manifest.json"), "{\n\"schema\": oops\n}");
        Assert.Contains("manifest.json, line 2", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothere")]
    [InlineData("../ecg5000")]
    [InlineData("")]
    public void Refuses_an_unknown_pack(string name) =>
        Assert.Throws<PackException>(() => PackLoader.Load(PackLoader.DefaultFolder, name, Precision.Int8));

    private string Refusal() => Assert.Throws<PackException>(() => PackLoader.Load(_folder, "ecg5000", Precision.Int8)).Message;

    private void Change(string path, string value)
    {
        var pack = ShippedPack.CopyTo(_folder);
        var manifest = Manifest(pack);
        var steps = path.Split('.').Skip(1).ToArray();
        var node = manifest;
        foreach (var step in steps[..^1]) node = int.TryParse(step, out var i) ? node[i]! : node[step]!;
        if (int.TryParse(steps[^1], out var last)) node[last] = JsonNode.Parse(value);
        else node[steps[^1]] = JsonNode.Parse(value);
        Save(pack, manifest);
    }

    private static JsonNode Manifest(string pack) => JsonNode.Parse(File.ReadAllText(Path.Combine(pack, "manifest.json")))!;

    private static void Save(string pack, JsonNode manifest) => File.WriteAllText(Path.Combine(pack, "manifest.json"), manifest.ToJsonString());
}
