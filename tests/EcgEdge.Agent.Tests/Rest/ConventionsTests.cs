using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using EcgEdge.Agent.Analyses;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace EcgEdge.Agent.Tests.Rest;

/// <summary>What all of REST has in common: problems, pages, entity tags, and what operators read.</summary>
public sealed partial class ConventionsTests : IAsyncLifetime
{
    private readonly TempDirectory _files = new();
    private RunningAgent _agent = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_files["beats.txt"], SyntheticBeatFile.Text(60, 30), Cancellation);
        var source = new SourceOptions { Kind = SourceOptions.Replay, Path = _files["beats.txt"], Speed = double.PositiveInfinity };
        _agent = await RunningAgent.Start(new ChannelOptions { Name = "chest\"1", Source = source });
        await _agent.Services.GetRequiredService<ChannelSet>().Finished.Within("the replay");
        await _agent.Services.GetRequiredService<AlertWriter>().FlushAsync().Within("the alerts");
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        _files.Dispose();
    }

    [Theory]
    [InlineData("GET", "beats?limit=many", 400, "limit")]
    [InlineData("GET", "beats?before=x", 400, "before")]
    [InlineData("GET", "alerts?before=x", 400, "before")]
    [InlineData("GET", "alerts/no-id", 404, null)]
    [InlineData("GET", "nothing/here", 404, null)]
    [InlineData("DELETE", "status", 405, null)]
    [InlineData("PUT", "alerts/01890a5d-ac96-774b-bcce-b302099a8057/ack", 405, null)]
    public async Task Every_refusal_is_problem_details_with_a_trace_id(string method, string path, int status, string? detail)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        // A browser's wish for HTML changes nothing.
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        await AssertProblem(await _agent.Client.SendAsync(request, Cancellation), status, detail);
    }

    [Fact]
    public async Task A_body_of_the_wrong_kind_or_shape_is_told_where()
    {
        var path = $"channels/{Uri.EscapeDataString("chest\"1")}/pack";
        await AssertProblem(await _agent.Client.PutAsync(path, new StringContent("pack=aami", Encoding.UTF8, "text/plain"), Cancellation), 415, null);
        await AssertProblem(await _agent.Client.PutAsync(path, Json("{\"pack\":5}"), Cancellation), 400, "$.pack");
        await AssertProblem(await _agent.Client.PutAsync(path, Json(""), Cancellation), 400, null);
        await AssertProblem(await _agent.Client.PutAsync(path, Json("null"), Cancellation), 400, null);
        await AssertProblem(await _agent.Client.PutAsync(path, Json("{}"), Cancellation), 400, null);
        await AssertProblem(await _agent.Client.PutAsync(path, Json("{\"pack\":null}"), Cancellation), 400, "pack is null");

        static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
    }

    [Fact]
    public async Task A_fault_of_the_agent_is_told_without_its_inside()
    {
        _agent.Logs.ExpectError("POST /api/v1/analyses failed");
        // A file where the folder of uploads should be.
        await File.WriteAllTextAsync(Path.Combine(_agent.Folder, AnalysisDesk.FolderName), "x", Cancellation);
        using var fault = await _agent.Client.PostAsync("analyses?name=a.txt", new StringContent("1 2 3"), Cancellation);
        var text = await AssertProblem(fault, 500, null);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain(_agent.Folder, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Following_the_links_walks_through_a_whole_list_once()
    {
        var expected = _agent.Services.GetRequiredService<ChannelSet>().All[0].Pipeline.Beats.End;
        await Poll.Until(() => _agent.Services.GetRequiredService<EcgStore>().Count().Beats >= expected, "the beats to be stored");
        var seen = new List<long>();
        for (var next = $"/api/v1/beats?limit=7&channel={Uri.EscapeDataString("chest\"1")}"; next is not null;)
        {
            using var response = await _agent.Client.GetAsync(next, Cancellation);
            var page = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(b => b.GetProperty("index").GetInt64()));
            next = response.Headers.TryGetValues("Link", out var links) ? Link().Match(links.Single()).Groups[1].Value : null;
            Assert.Equal(next is null, page.GetProperty("next").ValueKind == JsonValueKind.Null);
        }

        Assert.Equal(expected, seen.Count);
        Assert.Equal(seen.OrderDescending(), seen);
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public async Task What_a_client_has_is_not_sent_again_until_it_changes()
    {
        var list = await _agent.Client.GetFromJsonAsync<JsonElement>("alerts", Cancellation);
        var id = list.GetProperty("items")[0].GetProperty("id").GetString();
        var before = await Tagged($"alerts/{id}");
        await Tagged($"alerts/{id}/strip");
        await Tagged($"alerts/{id}/strip?format=csv");
        await Tagged("models");
        await Tagged("/openapi/v1.json");
        using var ack = await _agent.Client.PostAsync($"alerts/{id}/ack", null, Cancellation);
        Assert.NotEqual(before, await Tagged($"alerts/{id}"));

        async Task<string> Tagged(string path)
        {
            using var first = await _agent.Client.GetAsync(path, Cancellation);
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var second = await _agent.Client.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
            Assert.Equal(first.Headers.ETag, second.Headers.ETag);
            Assert.Empty(await second.Content.ReadAsByteArrayAsync(Cancellation));
            return first.Headers.ETag!.Tag;
        }
    }

    [Fact]
    public async Task Scripts_and_styles_stay_in_the_browser_and_the_page_and_the_data_do_not()
    {
        using var page = await _agent.Client.GetAsync("/", Cancellation);
        var script = Script().Match(await page.Content.ReadAsStringAsync(Cancellation)).Groups[1].Value;
        using var asset = await _agent.Client.GetAsync("/" + script, Cancellation);
        using var data = await _agent.Client.GetAsync("status", Cancellation);
        Assert.Equal("no-cache", page.Headers.CacheControl!.ToString());
        Assert.Equal("public, max-age=31536000, immutable", asset.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("no-store", data.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task The_OpenAPI_document_is_the_one_checked_in()
    {
        var served = await _agent.Client.GetStringAsync("/openapi/v1.json", Cancellation);
        var kept = await File.ReadAllTextAsync(Path.Combine(TestData.Root, "agent", "openapi.json"), Cancellation);
        Assert.True(served == kept, "agent/openapi.json is not current: dotnet run --project agent -- openapi > agent/openapi.json");
        using var document = JsonDocument.Parse(served);
        Assert.StartsWith("3.1", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => (Path: p.Name, o.Name, o.Value)));
        Assert.All(operations, o =>
        {
            Assert.True(o.Value.TryGetProperty("summary", out _), $"{o.Name} {o.Path} has no summary");
            if (!o.Value.TryGetProperty("parameters", out var parameters)) return;
            Assert.All(parameters.EnumerateArray(), p => Assert.True(p.TryGetProperty("description", out _), $"{o.Name} {o.Path}: parameter {p.GetProperty("name")} is not described"));
        });
    }

    [Fact]
    public async Task Metrics_are_in_Prometheus_form_and_true()
    {
        using var response = await _agent.Client.GetAsync("/metrics", Cancellation);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        var lines = (await response.Content.ReadAsStringAsync(Cancellation)).TrimEnd('\n').Split('\n');
        string? current = null;
        var type = "";
        foreach (var line in lines)
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal)) current = line.Split(' ')[2];
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) type = line.Split(' ')[3];
            else
            {
                var sample = Sample().Match(line);
                Assert.True(sample.Success, line);
                Assert.StartsWith(current!, sample.Groups[1].Value, StringComparison.Ordinal);
                Assert.Equal(type == "counter", current!.EndsWith("_total", StringComparison.Ordinal));
            }
        }

        var beats = _agent.Services.GetRequiredService<ChannelSet>().All[0].Pipeline.Beats.End;
        Assert.Equal(90 * 140, Value("ecgedge_samples_total{channel=\"chest\\\"1\"}"));
        Assert.Equal(beats, lines.Where(l => l.StartsWith("ecgedge_beats_total{", StringComparison.Ordinal)).Sum(l => double.Parse(l.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(beats, Value("ecgedge_inference_duration_seconds_count{channel=\"chest\\\"1\"}"));
        Assert.InRange(Value("ecgedge_inference_duration_seconds{channel=\"chest\\\"1\",quantile=\"0.5\"}"), 1e-6, 1);
        Assert.True(Value("ecgedge_alerts_total{channel=\"chest\\\"1\",kind=\"beat.anomaly\"}") >= 1);
        Assert.True(Value("ecgedge_store_bytes") > 10_000);
        Assert.True(Value("process_resident_memory_bytes") > 10_000_000);
        Assert.Equal(0, Value("ecgedge_viewers"));

        double Value(string name) => double.Parse(
            lines.Single(l => l.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<string> AssertProblem(HttpResponseMessage response, int status, string? detail)
    {
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("title").GetString());
        Assert.NotEqual("", problem.GetProperty("traceId").GetString());
        if (detail is not null) Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        response.Dispose();
        return text;
    }

    [GeneratedRegex("^<(/[^>]+)>; rel=\"next\"$")]
    private static partial Regex Link();

    [GeneratedRegex("src=\"\\./(assets/[^\"]+\\.js)\"")]
    private static partial Regex Script();

    [GeneratedRegex("""^([a-z][a-z0-9_]*)(\{[a-z_]+="([^"\\]|\\.)*"(,[a-z_]+="([^"\\]|\\.)*")*\})? (NaN|[+-]?[0-9.]+(E[+-]?[0-9]+)?)$""")]
    private static partial Regex Sample();
}
