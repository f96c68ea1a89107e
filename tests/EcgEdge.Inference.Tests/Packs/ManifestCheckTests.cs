using System.Text.Json.Nodes;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Tests.Packs;

/// <summary>What is refused of the parts of a manifest that only some packs have.</summary>
public sealed class ManifestCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecgedge-manifest-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_pack_with_every_role_loads()
    {
        using var analyzer = new BeatAnalyzer(TinyPack.Load(_folder, _ => { }));
        Assert.Equal([20, 60, 120], analyzer.Cut.PrefixLengths);
    }

    [Theory]
    [InlineData("classification.members.0.model", "\"autoencoder\"", "classification member 'autoencoder' names no classifier")]
    [InlineData("classification.members.0.weight", "0", "classification member 'classifier': weight 0")]
    [InlineData("classification.members", "[]", "classification.members is empty")]
    [InlineData("classification", "null", "2 classifiers; expected one, or classification.members")]
    [InlineData("window.kind", "\"around-r\"", "window.beforeMs")]
    [InlineData("features", "[\"age\"]", "feature 'age' is unknown")]
    [InlineData("models.1.inputs.0.name", "\"difference\"", "the input 'difference' needs a baseline")]
    [InlineData("models.1.inputs.0.name", "\"weight\"", "input 'weight' is none of role classifier: expected window, difference, features")]
    [InlineData("models.1.inputs", "[]", "no inputs; role classifier takes window, difference, features")]
    [InlineData("models.1.outputs.0.shape.1", "4", "output 'probabilities' has shape [1,4]; expected [1,5]")]
    [InlineData("models.3.inputs.0.shape.1", "139", "input 'window' has shape [1,139]; expected [1,140]")]
    [InlineData("models.4.operatingPoint", "null", "no operatingPoint")]
    [InlineData("models.4.operatingPoint.at", "[20,60]", "operatingPoint has 2 places and 3 thresholds; expected 3")]
    [InlineData("models.4.operatingPoint.at", "[20,60,60]", "operatingPoint.at [20,60,60]; expected rising numbers")]
    [InlineData("models.4.operatingPoint.at", "[20,60,141]", "expected rising numbers from 1 to 140")]
    [InlineData("models.5.outputs.0.shape.1", "50", "100 samples of past and 50 of forecast; expected 140 together")]
    [InlineData("anomaly.parts.0.model", "null", "anomaly measure 'mse' without a model")]
    [InlineData("anomaly.parts.0.measure", "\"mae\"", "anomaly measure 'mae' of 'autoencoder'; expected mse")]
    public void Refuses_what_does_not_fit_and_says_why(string path, string value, string expected)
    {
        var error = Assert.Throws<PackException>(() => TinyPack.Load(_folder, manifest => Set(manifest, path.Split('.'), value)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("pack 'tiny'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_two_early_warnings()
    {
        var error = Assert.Throws<PackException>(() => TinyPack.Load(_folder, manifest =>
        {
            var models = manifest["models"]!.AsArray();
            var second = models[4]!.DeepClone();
            second["name"] = "another";
            models.Add(second);
        }));
        Assert.Contains("more than one model of role early-warning", error.Message, StringComparison.Ordinal);
    }

    private static void Set(JsonNode node, string[] steps, string value)
    {
        foreach (var step in steps[..^1]) node = int.TryParse(step, out var i) ? node[i]! : node[step]!;
        if (int.TryParse(steps[^1], out var last)) node[last] = JsonNode.Parse(value);
        else node[steps[^1]] = JsonNode.Parse(value);
    }
}
