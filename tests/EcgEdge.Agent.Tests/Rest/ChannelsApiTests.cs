using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;

namespace EcgEdge.Agent.Tests.Rest;

/// <summary>A channel's pack, told, exchanged and refused over REST.</summary>
public sealed class ChannelsApiTests : IAsyncLifetime
{
    private RunningAgent _agent = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _agent = await RunningAgent.Start(
        new ChannelOptions { Name = "chest", Pack = "tiny", Source = new SourceOptions { Speed = 20 } }, TestPacks.Folder);

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task A_channels_pack_is_exchanged_and_its_failures_are_shown()
    {
        using (var changed = await Put("chest", """{"pack":"brittle"}"""))
        {
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
            using var channel = JsonDocument.Parse(await changed.Content.ReadAsStringAsync(Cancellation));
            Assert.Equal("brittle", channel.RootElement.GetProperty("pack").GetString());
            Assert.Equal("none", channel.RootElement.GetProperty("baseline").GetString());
        }

        await Channel(c => c.GetProperty("failedInferences").GetInt64() > 2 && c.GetProperty("fault").GetString()!.Contains("out of data bounds", StringComparison.Ordinal), "failures to show");
        using var back = await Put("chest", """{"pack":"tiny","precision":"fp32"}""");
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        await Channel(c => c.GetProperty("precision").GetString() == "fp32" && c.GetProperty("fault").ValueKind == JsonValueKind.Null, "the pack to judge");
    }

    [Theory]
    [InlineData("chest", """{"pack":"nopack"}""", 400, "pack 'nopack' is not in")]
    [InlineData("chest", """{"pack":"../tiny"}""", 400, "only letters, digits")]
    [InlineData("nose", """{"pack":"tiny"}""", 404, "there is no channel 'nose'; there is: chest")]
    public async Task A_wrong_pack_is_refused_and_the_channel_keeps_its_own(string name, string body, int status, string detail)
    {
        using var refused = await Put(name, body);
        Assert.Equal(status, (int)refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await Channel(c => c.GetProperty("pack").GetString() == "tiny", "the channel");
    }

    [Fact]
    public async Task Bad_JSON_is_refused()
    {
        using var refused = await Put("chest", "{");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task A_pack_without_a_baseline_is_not_calibrated()
    {
        using var refused = await _agent.Client.PostAsync("channels/chest/calibrate", null, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("has no baseline", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_with_a_baseline_learns_and_learns_anew_when_asked()
    {
        using var changed = await Put("chest", """{"pack":"wearer"}""");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        await Channel(c => c.GetProperty("baseline").GetString() == "learning" && c.GetProperty("learningSecondsLeft").GetDouble() is > 0 and < 30, "learning");
        await Channel(c => c.GetProperty("baseline").GetString() == "ready", "the baseline");
        using var asked = await _agent.Client.PostAsync("channels/chest/calibrate", null, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        await Channel(c => c.GetProperty("baseline").GetString() == "learning", "learning anew");
    }

    [Fact]
    public async Task All_packs_are_told_in_words_with_the_channels_they_judge()
    {
        var packs = await _agent.Client.GetFromJsonAsync<JsonElement>("models", Cancellation);
        Assert.Equal(["brittle", "hollow", "letters", "tiny", "wearer"], packs.EnumerateArray().Select(p => p.GetProperty("pack").GetString()));
        Assert.All(packs.EnumerateArray(), p => Assert.Equal(JsonValueKind.Null, p.GetProperty("problem").ValueKind));
        var tiny = packs.EnumerateArray().Single(p => p.GetProperty("pack").GetString() == "tiny");
        Assert.Equal("chest", tiny.GetProperty("channels")[0].GetString());
        var words = string.Join(' ', tiny.GetProperty("words").EnumerateArray().Select(w => w.GetString()));
        Assert.Contains("Warns of a beat from its first 20, 60, 120 of 140 samples.", words, StringComparison.Ordinal);
        Assert.Contains("Three to one.", words, StringComparison.Ordinal);
        Assert.Equal(7, tiny.GetProperty("models").GetArrayLength());
    }

    [Fact]
    public async Task A_pack_that_cannot_be_used_is_told_with_the_reason()
    {
        using var folder = new TempDirectory();
        foreach (var name in (string[])["tiny", "letters"])
        {
            Directory.CreateDirectory(folder[name]);
            foreach (var file in Directory.EnumerateFiles(Path.Combine(TestPacks.Folder, name))) File.Copy(file, Path.Combine(folder[name], Path.GetFileName(file)));
        }

        await File.AppendAllTextAsync(Path.Combine(folder["letters"], "classifier.onnx"), "x", Cancellation);
        await using var agent = await RunningAgent.Start(new ChannelOptions { Pack = "tiny" }, folder.Path);
        var packs = await agent.Client.GetFromJsonAsync<JsonElement>("models", Cancellation);
        Assert.Contains("classifier.onnx has SHA-256", packs[0].GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, packs[1].GetProperty("problem").ValueKind);
    }

    private Task<HttpResponseMessage> Put(string channel, string body) =>
        _agent.Client.PutAsync($"channels/{channel}/pack", new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);

    private Task Channel(Func<JsonElement, bool> holds, string what) =>
        Poll.UntilAsync(async () => holds(await _agent.Client.GetFromJsonAsync<JsonElement>("channels/chest", Cancellation)), what);
}
