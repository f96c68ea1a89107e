using System.Text.Json;
using EcgEdge.Tests;

namespace EcgEdge.EndToEnd.Tests;

public class EvaluateCommandTests
{
    [Fact]
    public async Task The_stream_finds_the_beats_and_judges_them_as_well_as_the_windows_themselves()
    {
        var file = TestData.Require("ecg5000", "ECG5000_TEST.txt");
        using var windows = await EvaluateAsync(file);
        using var stream = await EvaluateAsync(file, "--stream");

        Assert.Equal(4500, windows.RootElement.GetProperty("beats").GetInt32());
        Assert.InRange(Anomaly(windows, "accuracy"), 0.955, 1);
        Assert.InRange(Anomaly(windows, "auc"), 0.985, 1);
        Assert.InRange(windows.RootElement.GetProperty("classification").GetProperty("accuracy").GetDouble(), 0.935, 1);
        Assert.InRange(stream.RootElement.GetProperty("stream").GetProperty("sensitivity").GetDouble(), 0.97, 1);
        Assert.InRange(Anomaly(stream, "accuracy"), Anomaly(windows, "accuracy") - 0.02, 1);

        static double Anomaly(JsonDocument figures, string name) => figures.RootElement.GetProperty("anomaly").GetProperty(name).GetDouble();
    }

    [Theory]
    [InlineData("1 2 3", "line 1: 3 columns; expected 141")]
    [InlineData("", "no beats found")]
    public async Task A_bad_file_is_told_in_one_line(string content, string expected)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        await AssertRefusedAsync(expected, "evaluate", file);
        File.Delete(file);
    }

    [Fact]
    public Task A_missing_file_is_told_in_one_line() => AssertRefusedAsync("nothere.txt", "evaluate", "nothere.txt");

    [Fact]
    public Task An_unknown_pack_is_told_in_one_line() => AssertRefusedAsync("pack 'nopack' is not in", "evaluate", ThisFile, "--pack", "nopack");

    [Theory]
    [InlineData("'--nonsense' needs a value", "--nonsense")]
    [InlineData("'frobnicate' is not understood", "frobnicate")]
    [InlineData("Mqqt", "--Mqqt:Host", "x")]
    [InlineData("--speed is 'fast'", "replay", "x.txt", "--speed", "fast")]
    public Task Bad_usage_is_told_in_one_line(string expected, params string[] arguments) => AssertRefusedAsync(expected, arguments);

    [Fact]
    public async Task A_port_in_use_is_told_in_one_line()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("ecgedge-port-").FullName;
        var (exitCode, output, error) = await EcgEdgeProgram.RunAsync("run", "--Http:Port", port, "--Storage:Directory", folder);
        Directory.Delete(folder, recursive: true);

        Assert.Equal(1, exitCode);
        Assert.Contains(port, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_measures_this_machine()
    {
        var (exitCode, output, error) = await EcgEdgeProgram.RunAsync("bench", "--seconds", "10", "--json");
        Assert.True(exitCode == 0, error);
        using var figures = JsonDocument.Parse(output);
        Assert.True(figures.RootElement.GetProperty("realTimeFactor").GetDouble() > 1);
        Assert.Equal(0, figures.RootElement.GetProperty("allocatedBytes").GetInt64());
        Assert.True(figures.RootElement.GetProperty("microsecondsPerModel").GetProperty("classifier").GetDouble() > 0);
    }

    // Any labelled file serves where the pack is refused before a beat is judged.
    private static string ThisFile
    {
        get
        {
            var path = Path.Combine(Path.GetTempPath(), "ecgedge-test-beats.txt");
            File.WriteAllText(path, SyntheticBeatFile.Text(2, 1));
            return path;
        }
    }

    private static async Task<JsonDocument> EvaluateAsync(string file, params string[] more)
    {
        var (exitCode, output, error) = await EcgEdgeProgram.RunAsync(["evaluate", file, "--json", .. more]);
        Assert.True(exitCode == 0, error);
        return JsonDocument.Parse(output);
    }

    private static async Task AssertRefusedAsync(string expected, params string[] arguments)
    {
        var (exitCode, _, error) = await EcgEdgeProgram.RunAsync(arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }
}
