using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using EcgEdge.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace EcgEdge.Agent.Tests.Rest;

/// <summary>REST and the live stream of a running agent whose source has ended, and of one whose source goes on.</summary>
public sealed class RestTests : IAsyncLifetime
{
    private RunningAgent _agent = null!;
    private string _file = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // A beat file of our own: the synthetic heart's windows, first normal ones, then wild ones that no model can take for normal.
        _file = Path.GetTempFileName();
        await File.WriteAllTextAsync(_file, SyntheticBeatFile.Text(60, 30), Cancellation);
        _agent = await RunningAgent.Start(new ChannelOptions
        {
            Name = "chest",
            Wearer = "Ada",
            Source = new SourceOptions { Kind = SourceOptions.Replay, Path = _file, Speed = double.PositiveInfinity },
        });
        await _agent.Services.GetRequiredService<ChannelSet>().Finished.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await _agent.Services.GetRequiredService<AlertWriter>().FlushAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task Status_tells_what_runs()
    {
        using var status = await Get("status");
        var channel = status.RootElement.GetProperty("channels")[0];
        Assert.Equal("test", status.RootElement.GetProperty("device").GetString());
        Assert.True(status.RootElement.GetProperty("notMedicalDevice").GetBoolean());
        Assert.False(status.RootElement.GetProperty("mqtt").GetProperty("enabled").GetBoolean());
        Assert.Equal("ended", channel.GetProperty("source").GetProperty("state").GetString());
        Assert.Equal(90 * 140, channel.GetProperty("samples").GetInt64());
        Assert.True(channel.GetProperty("beats").GetInt64() > 60);
        Assert.Equal(JsonValueKind.Null, channel.GetProperty("fault").ValueKind);
    }

    [Fact]
    public async Task Vitals_of_an_ended_signal_have_no_heart_rate()
    {
        using var vitals = await Get("vitals");
        Assert.Equal(JsonValueKind.Null, vitals.RootElement[0].GetProperty("heartRateBpm").ValueKind);
    }

    [Fact]
    public async Task An_alert_is_listed_told_and_acknowledged_once()
    {
        using var list = await Get("alerts?channel=chest");
        var alert = list.RootElement.GetProperty("items")[0];
        var id = alert.GetProperty("id").GetString();
        Assert.Equal("beat.anomaly", alert.GetProperty("kind").GetString());
        Assert.Equal("cleared", alert.GetProperty("state").GetString());

        using var first = await Send(HttpMethod.Post, $"alerts/{id}/ack");
        using var second = await Send(HttpMethod.Post, $"alerts/{id}/ack");
        var at = first.RootElement.GetProperty("acknowledgedAt").GetString();
        Assert.NotNull(at);
        Assert.Equal(at, second.RootElement.GetProperty("acknowledgedAt").GetString());
        Assert.True(first.RootElement.GetProperty("revision").GetInt32() > alert.GetProperty("revision").GetInt32());
        using var one = await Get($"alerts/{id}");
        Assert.Equal(at, one.RootElement.GetProperty("acknowledgedAt").GetString());

        using var strip = await Get($"alerts/{id}/strip?format=json");
        Assert.True(strip.RootElement.GetProperty("millivolts").GetArrayLength() > 500);
        var csv = await _agent.Client.GetStringAsync($"alerts/{id}/strip?format=csv", Cancellation);
        Assert.StartsWith("sample,time_s,mv,class\n", csv, StringComparison.Ordinal);
        Assert.Equal(strip.RootElement.GetProperty("millivolts").GetArrayLength() + 1, csv.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task Beats_come_in_pages()
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        // The last beats are stored within a fraction of a second of the signal's end.
        while ((await BeatsStored()) < _agent.Services.GetRequiredService<ChannelSet>().All[0].Pipeline.Beats.End)
        {
            Assert.True(DateTime.UtcNow < deadline, "beats were not stored in time");
            await Task.Yield();
        }

        using var page = await Get("beats?channel=chest&limit=10");
        Assert.Equal(10, page.RootElement.GetProperty("items").GetArrayLength());
        using var next = await Get($"beats?channel=chest&limit=10&before={page.RootElement.GetProperty("next").GetString()}");
        Assert.True(next.RootElement.GetProperty("items")[0].GetProperty("index").GetInt64() < page.RootElement.GetProperty("items")[9].GetProperty("index").GetInt64());

        async Task<long> BeatsStored()
        {
            using var status = await Get("status");
            return status.RootElement.GetProperty("store").GetProperty("beats").GetInt64();
        }
    }

    [Theory]
    [InlineData("beats?limit=0", 400, "limit is 0; expected 1 to 1000")]
    [InlineData("beats?channel=nobody", 404, "there is no channel 'nobody'; there is: chest")]
    [InlineData("alerts?state=asleep", 400, "state is 'asleep'; expected raised, updated or cleared")]
    [InlineData("alerts/01890a5d-ac96-774b-bcce-b302099a8057", 404, "there is no alert")]
    [InlineData("live", 426, "live is a WebSocket")]
    public async Task A_bad_request_is_told_as_problem_details(string path, int status, string detail)
    {
        using var response = await _agent.Client.GetAsync(path, Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(detail, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_uploaded_file_is_judged_beat_by_beat()
    {
        using var response = await _agent.Client.PostAsync("analyses?name=mine.txt", new StringContent(SyntheticBeatFile.Text(20, 10)), Cancellation);
        using var analysis = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(30, analysis.RootElement.GetProperty("beats").GetInt32());
        Assert.Equal(30, analysis.RootElement.GetProperty("results").GetArrayLength());
        var summary = analysis.RootElement.GetProperty("summary");
        Assert.True(summary.GetProperty("anomaly").GetProperty("auc").GetDouble() > 0.9);
        Assert.Equal(5, summary.GetProperty("classification").GetProperty("confusion").GetArrayLength());
        Assert.Equal(30, summary.GetProperty("classes").EnumerateObject().Sum(c => c.Value.GetInt32()));
    }

    [Fact]
    public async Task An_uploaded_file_that_is_none_is_refused_with_the_line()
    {
        using var response = await _agent.Client.PostAsync("analyses?name=mine.txt", new StringContent("1 2 3"), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("mine.txt, line 1: 3 columns", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_told_with_their_manifests()
    {
        using var models = await Get("models");
        var shipped = models.RootElement.EnumerateArray().Single(m => m.GetProperty("pack").GetString() == "ecg5000");
        Assert.True(shipped.GetProperty("models").GetArrayLength() >= 4);
        Assert.True(shipped.GetProperty("words").GetArrayLength() >= 4);
    }

    [Fact]
    public async Task A_page_of_another_origin_may_not_watch()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "http://evil.example");
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(LiveAddress(_agent), Cancellation));
    }

    [Fact]
    public async Task The_live_stream_begins_with_everything_a_page_needs()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(LiveAddress(_agent), Cancellation);
        using var hello = JsonDocument.Parse((await Receive(socket)).Text!);
        Assert.Equal("hello", hello.RootElement.GetProperty("type").GetString());
        Assert.Equal("chest", hello.RootElement.GetProperty("channels")[0].GetProperty("name").GetString());
        Assert.True(hello.RootElement.GetProperty("alerts").GetArrayLength() > 0);
    }

    [Fact]
    public async Task The_live_stream_carries_every_sample_once_and_the_beats_after_them()
    {
        await using var agent = await RunningAgent.Start(new ChannelOptions { Source = new SourceOptions { HeartRateBpm = 120, Speed = 4 } });
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(LiveAddress(agent), Cancellation);
        long? next = null;
        var beats = 0;
        while (beats < 5)
        {
            var (bytes, text) = await Receive(socket);
            if (bytes is not null)
            {
                var first = (long)BitConverter.ToDouble(bytes, 8);
                if (next is not null) Assert.Equal(next, first);
                next = first + BitConverter.ToUInt32(bytes, 4);
            }
            else
            {
                using var message = JsonDocument.Parse(text!);
                if (message.RootElement.GetProperty("type").GetString() != "beat") continue;
                beats++;
                Assert.True(message.RootElement.GetProperty("endIndex").GetInt64() < next, "a beat came before its samples");
            }
        }
    }

    private async Task<JsonDocument> Get(string path) => await Send(HttpMethod.Get, path);

    private async Task<JsonDocument> Send(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await _agent.Client.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text);
    }

    private static Uri LiveAddress(RunningAgent agent) => new($"ws://{agent.Address.Authority}/api/v1/live");

    private static async Task<(byte[]? Bytes, string? Text)> Receive(ClientWebSocket socket)
    {
        var buffer = new byte[1 << 20];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), Cancellation);
            Assert.NotEqual(WebSocketMessageType.Close, received.MessageType);
            length += received.Count;
            if (!received.EndOfMessage) continue;
            return received.MessageType == WebSocketMessageType.Binary ? (buffer[..length], null) : (null, Encoding.UTF8.GetString(buffer, 0, length));
        }
    }
}
