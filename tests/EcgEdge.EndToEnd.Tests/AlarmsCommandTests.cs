using System.Text.Json;
using EcgEdge.Tests;

namespace EcgEdge.EndToEnd.Tests;

public sealed class AlarmsCommandTests
{
    [Fact]
    public async Task Normal_records_are_chosen_by_their_annotations_and_raise_next_to_nothing()
    {
        var record = TestData.Require("mitdb", "115.hea");
        var (exitCode, output, error) = await EcgEdgeProgram.RunAsync("alarms", record, TestData.Require("mitdb", "208.hea"), "--normal", "--json");
        Assert.True(exitCode == 0, error);
        using var figures = JsonDocument.Parse(output);
        // A third of 208's beats are ventricular.
        var only = Assert.Single(figures.RootElement.GetProperty("records").EnumerateArray());
        Assert.Equal("115", only.GetProperty("record").GetString());
        Assert.InRange(only.GetProperty("normalShare").GetDouble(), 0.99, 1);
        Assert.InRange(figures.RootElement.GetProperty("hours").GetDouble(), 0.5, 0.51);
        Assert.InRange(figures.RootElement.GetProperty("perHour").GetDouble(), 0, 2);
    }

    [Fact]
    public async Task A_record_full_of_ventricular_beats_raises_the_alerts_that_are_due()
    {
        var (exitCode, output, error) = await EcgEdgeProgram.RunAsync("alarms", TestData.Require("mitdb", "208.hea"), "--json");
        Assert.True(exitCode == 0, error);
        using var figures = JsonDocument.Parse(output);
        var kinds = figures.RootElement.GetProperty("kinds").EnumerateArray().ToDictionary(k => k.GetProperty("kind").GetString()!, k => k.GetProperty("alerts").GetInt32());
        Assert.Equal(11, kinds.Count);
        Assert.InRange(kinds["beat.pvc"], 1, 1000);
        Assert.InRange(kinds["rhythm.bigeminy"], 1, 1000);
        Assert.Equal(0, kinds["signal.leads-off"]);
        var perHour = figures.RootElement.GetProperty("kinds").EnumerateArray().Sum(k => k.GetProperty("perHour").GetDouble());
        Assert.Equal(perHour, figures.RootElement.GetProperty("perHour").GetDouble() + figures.RootElement.GetProperty("technicalPerHour").GetDouble(), 9);
    }

    [Fact]
    public async Task Where_no_record_is_normal_that_is_said_in_one_line()
    {
        var (exitCode, _, error) = await EcgEdgeProgram.RunAsync("alarms", TestData.Require("mitdb", "208.hea"), "--normal");
        Assert.Equal(2, exitCode);
        Assert.Contains("of no record are", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }
}
