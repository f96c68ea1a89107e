using System.Text;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Options;

public class SettingsFileTests
{
    [Fact]
    public void Reads_comments_trailing_commas_lists_and_lines()
    {
        var file = Parse("\uFEFF// all\n{ /* here */ \"$schema\": \"x\",\n \"A\": { \"B\": 1.50, },\n \"C\": [ { \"D\": true }, null, \"e\", ],\n}\n");
        Assert.Equal(
            [("A", null, 3), ("A:B", "1.50", 3), ("C", null, 4), ("C:0", null, 4), ("C:0:D", "true", 4), ("C:1", null, 4), ("C:2", "e", 4)],
            file.Values.Select(v => (v.Key, v.Value.Value, v.Value.Line)));
        Assert.Equal(["C"], file.Lists);
    }

    [Theory]
    [InlineData("", "f.json, line 1, column 1:")]
    [InlineData("[]", "f.json, line 1: expected { at the beginning.")]
    [InlineData("{\n  \"Http\": { \"Port\": 80 \n", "f.json, line 3, column 1:")]
    [InlineData("{\n  \"Http\": { \"Port\" 80 } }", "f.json, line 2, column 20:")]
    [InlineData("{ \"A\": 1 } x", "f.json, line 1, column 12:")]
    [InlineData("{\n\"A\": \"\\ud800\" }", "f.json, line 2: half a surrogate pair is no text.")]
    [InlineData("{ \"Http\": { \"Port\": 1 },\n \"http\": { \"port\": 2 } }", "http stands twice in f.json, in lines 1 and 2. http:port stands twice in f.json, in lines 1 and 2.")]
    public void Tells_line_and_column_of_what_is_broken(string json, string error) =>
        Assert.StartsWith(error, Assert.Throws<OptionsException>(() => Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_what_is_no_text_and_what_is_no_file()
    {
        Assert.Equal("f.json is not text in UTF-8.", Assert.Throws<OptionsException>(() => SettingsFile.Parse("f.json", [(byte)'{', 0xff, (byte)'}'])).Message);
        using var folder = new TempDirectory();
        Assert.Contains("cannot be read", Assert.Throws<OptionsException>(() => SettingsFile.Read(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(folder["long.json"], new string(' ', 2 << 20));
        Assert.Contains("expected at most", Assert.Throws<OptionsException>(() => SettingsFile.Read(folder["long.json"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_broken_file_is_named_at_once()
    {
        using var folder = new TempDirectory();
        Directory.CreateDirectory(folder["a"]);
        Directory.CreateDirectory(folder["b"]);
        File.WriteAllText(folder["a/appsettings.json"], "{");
        File.WriteAllText(folder["b/appsettings.json"], "{ \"Http\" }");
        var errors = Assert.Throws<OptionsException>(() => SettingsPlaces.Of([$"--Storage:Directory={folder.Path}"], folder["a"], folder["b"]).Gather()).Errors;
        Assert.Equal([folder["a/appsettings.json"], folder["b/appsettings.json"]], errors.Select(e => e.Split(',')[0]));
    }

    [Fact]
    public void A_later_place_goes_over_an_earlier_one_and_a_list_over_a_list()
    {
        using var folder = new TempDirectory();
        Directory.CreateDirectory(folder["program"]);
        Directory.CreateDirectory(folder["work"]);
        File.WriteAllText(folder["program/appsettings.json"], "{ \"Http\": { \"Port\": 1 }, \"Mqtt\": { \"Port\": 1, \"MaxInFlight\": 1 }, \"Channels\": [ { \"Name\": \"a\", \"Wearer\": \"x\" }, { \"Name\": \"b\" } ] }");
        File.WriteAllText(folder["work/appsettings.json"], "{ \"http\": { \"port\": 2 }, \"Mqtt\": { \"Port\": 2 } }");
        File.WriteAllText(folder["settings.json"], "{ \"Mqtt\": { \"Port\": 3 }, \"Channels\": [ { \"Name\": \"c\" } ] }");

        var options = OptionsReader.Read(SettingsPlaces.Of([$"--Storage:Directory={folder.Path}", "--Channels:0:Pack=aami"], folder["program"], folder["work"]).Gather());

        Assert.Equal((2, 3, 1), (options.Http.Port, options.Mqtt.Port, options.Mqtt.MaxInFlight));
        Assert.Equal([("c", "wearer", "aami")], options.Channels.Select(c => (c.Name, c.Wearer, c.Pack)));
    }

    [Fact]
    public void What_leads_to_a_file_cannot_stand_in_it()
    {
        using var folder = new TempDirectory();
        File.WriteAllText(folder["settings.json"], "{ \"Storage\": { \"Directory\": \"/elsewhere\" } }");
        var error = Assert.Throws<OptionsException>(() => SettingsPlaces.Of([$"--Storage:Directory={folder.Path}"], folder["none"]).Gather());
        Assert.StartsWith("Storage:Directory cannot stand in", error.Message, StringComparison.Ordinal);
    }

    private static SettingsFile Parse(string json) => SettingsFile.Parse("f.json", Encoding.UTF8.GetBytes(json));
}
