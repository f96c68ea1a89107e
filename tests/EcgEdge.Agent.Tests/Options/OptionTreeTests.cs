using System.Globalization;
using EcgEdge.Agent.Options;
using EcgEdge.Tests;
using Microsoft.Extensions.Configuration;

namespace EcgEdge.Agent.Tests.Options;

/// <summary>What holds of every option, those that are added tomorrow included.</summary>
public class OptionTreeTests
{
    private static readonly OptionDocs s_docs = OptionDocs.Load();

    /// <summary>What an option needs beside it to count at all.</summary>
    private static readonly Dictionary<string, string> s_needs = new() { ["Mqtt:"] = "Mqtt:Host" };

    public static TheoryData<string> Places => [.. All(OptionTree.Root, "").Select(n => n.Key).Where(k => k.Length > 0)];

    public static TheoryData<string> Numbers =>
        [.. All(OptionTree.Root, "").Where(n => n.Node.Shape == OptionShape.Value && IsNumber(n.Node) && n.Node.Choices is null).Select(n => n.Key)];

    [Theory]
    [MemberData(nameof(Places))]
    public void Has_a_description(string key)
    {
        var node = Find(key);
        if (node.Name.Length > 0) Assert.True(s_docs.Of(node).Length > 10, $"{key} has no doc comment that says what it is");
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_has_a_range_in_which_its_default_lies_and_which_is_kept(string key)
    {
        var node = Find(key);
        Assert.True(node.Range is not null, $"{key} has no [Range]");
        if (node.Default is { } value) Assert.True(node.Range.Contains(Convert.ToDouble(value, CultureInfo.InvariantCulture)), $"{key}: the default {value} is out of range");

        var isWhole = node.Type != typeof(double);
        if (!node.Range.IsAbove && node.Range.Minimum > int.MinValue) Assert.Contains($"{key} is ", Error(key, node.Range.Minimum - (isWhole ? 1 : 1e-6)), StringComparison.Ordinal);
        if (node.Range.IsAbove) Assert.Contains($"{key} is ", Error(key, node.Range.Minimum), StringComparison.Ordinal);
        if (double.IsFinite(node.Range.Maximum)) Assert.Contains($"{key} is ", Error(key, node.Range.Maximum + (isWhole ? 1 : 1e-6)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_ends_of_a_range_are_within_it(string key)
    {
        var range = Find(key).Range!;
        foreach (var end in (double[])[range.Minimum, range.Maximum])
        {
            if (!range.Contains(end)) continue;
            // Another option may forbid it, such as a window shorter than what is counted in it; its range may not.
            var error = Error(key, end);
            Assert.DoesNotContain($"{key} is {OptionValue.Text(end)}; expected {range}", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Schema_and_sample_are_those_that_are_checked_in()
    {
        const string how = "is out of date; write it anew: dotnet run --project agent -- config {0} > agent/{1}";
        Current(OptionsSchema.Write(), "appsettings.schema.json", "schema");
        Current(OptionsSample.Write(), "appsettings.sample.jsonc", "sample");

        static void Current(string text, string file, string command)
        {
            var path = Path.Combine(TestData.Root, "agent", file);
            Assert.True(File.Exists(path) && File.ReadAllText(path) == text, $"agent/{file} {string.Format(CultureInfo.InvariantCulture, how, command, file)}");
        }
    }

    [Fact]
    public void The_sample_is_a_good_settings_file_and_changes_nothing_but_its_one_channel()
    {
        var options = OptionsReader.Read(SettingsPlaces.Only(Path.Combine(TestData.Root, "agent", "appsettings.sample.jsonc")));
        Assert.Equal([new ChannelOptions()], options.Channels);
        Assert.Equivalent(new AgentOptions(), options with { Channels = [] }, strict: true);
    }

    [Fact]
    public void The_schema_knows_every_option_and_no_other()
    {
        using var schema = System.Text.Json.JsonDocument.Parse(OptionsSchema.Write());
        foreach (var (key, node) in All(OptionTree.Root, "").Where(n => n.Node.Shape == OptionShape.Value))
        {
            var place = schema.RootElement;
            foreach (var name in key.Split(':')) place = name == "0" ? place.GetProperty("items") : place.GetProperty("properties").GetProperty(name);
            // An item of a list of plain values is described with its list.
            if (!key.EndsWith(":0", StringComparison.Ordinal))
                Assert.Contains(node.IsLive ? "Applies while the agent runs." : "Needs a restart.", place.GetProperty("description").GetString()!, StringComparison.Ordinal);
            Assert.Equal(node.Default is not null, place.TryGetProperty("default", out _));
            Assert.Equal(node.IsSecret, place.TryGetProperty("writeOnly", out _));
        }

        Assert.Equal(1 + CountSections(schema.RootElement), 1 + CountClosed(schema.RootElement));
    }

    private static int CountSections(System.Text.Json.JsonElement schema) => Count(schema, "properties");

    private static int CountClosed(System.Text.Json.JsonElement schema) => Count(schema, "additionalProperties", e => e.ValueKind == System.Text.Json.JsonValueKind.False);

    private static int Count(System.Text.Json.JsonElement element, string name, Func<System.Text.Json.JsonElement, bool>? which = null) => element.ValueKind switch
    {
        System.Text.Json.JsonValueKind.Object => element.EnumerateObject().Sum(p => (p.Name == name && (which?.Invoke(p.Value) ?? true) ? 1 : 0) + Count(p.Value, name, which)),
        System.Text.Json.JsonValueKind.Array => element.EnumerateArray().Sum(e => Count(e, name, which)),
        _ => 0,
    };

    private static bool IsNumber(OptionNode node) => node.Type == typeof(int) || node.Type == typeof(long) || node.Type == typeof(double);

    private static IEnumerable<(string Key, OptionNode Node)> All(OptionNode node, string key) =>
        node.Children.SelectMany(c => All(c, OptionTree.Join(key, node.Shape == OptionShape.List ? "0" : c.Name))).Prepend((key, node));

    private static OptionNode Find(string key) => All(OptionTree.Root, "").First(n => n.Key == key).Node;

    private static string Error(string key, double value)
    {
        List<KeyValuePair<string, string?>> settings = [KeyValuePair.Create(key, (string?)OptionValue.Text(value))];
        foreach (var (prefix, needed) in s_needs)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal)) settings.Add(KeyValuePair.Create(needed, (string?)"x"));
        }

        try
        {
            OptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
            return "";
        }
        catch (OptionsException e)
        {
            return e.Message;
        }
    }
}
