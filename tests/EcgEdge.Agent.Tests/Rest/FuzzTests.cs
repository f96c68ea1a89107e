using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using EcgEdge.Agent.Analyses;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;

namespace EcgEdge.Agent.Tests.Rest;

/// <summary>
/// Thousands of hostile requests at a running agent over real sockets: no fault of the agent, no crash, nothing left behind. 5,000 of them;
/// 100,000 with ECGEDGE_NIGHTLY=1.
/// </summary>
[Collection(nameof(WatchedMemory))]
public sealed class FuzzTests : IAsyncLifetime
{
    private const long MostGrowth = 32 << 20;

    private static readonly int s_inputs = Environment.GetEnvironmentVariable("ECGEDGE_NIGHTLY") == "1" ? 100_000 : 5_000;

    private static readonly string[] s_paths =
    [
        "status", "channels", "channels/chest", "channels/%00", "vitals", "beats", "alerts", "alerts/01890a5d-ac96-774b-bcce-b302099a8057",
        "alerts/01890a5d-ac96-774b-bcce-b302099a8057/ack", "alerts/01890a5d-ac96-774b-bcce-b302099a8057/strip", "models", "session", "live", "analyses",
        "analyses/01890a5d-ac96-774b-bcce-b302099a8057", "analyses/01890a5d-ac96-774b-bcce-b302099a8057/result", "channels/chest/pack",
        "channels/chest/calibrate", "../../healthz", "../../metrics", "../../login", "../../logout", "../../openapi/v1.json", "../../", "%2e%2e/%2e%2e/x",
    ];

    private static readonly string[] s_parameters = ["limit", "before", "channel", "kind", "state", "format", "name", "record", "pack", "rateHz", "calibrateSeconds", "x"];

    private static readonly string[] s_values =
    [
        "", "0", "1", "-1", "1001", "2147483648", "99999999999999999999", "1e308", "NaN", "null", "true", "chest", "raised", "csv", "tiny", "letters", "../../etc/passwd",
        "%00", "%0d%0aSet-Cookie:x", "' OR 1=1 --", "%F0%9F%92%94", "%FF%FE", "{}", "a.zip", "a.edf", "<script>", "${jndi}", "01890a5d-ac96-774b-bcce-b302099a8057",
    ];

    private static readonly string[] s_bodies =
    [
        "", "{}", "null", "[]", "{\"pack\":\"tiny\"}", "{\"pack\":\"letters\",\"precision\":\"fp32\"}", "{\"pack\":\"nothing\",\"precision\":5}", "{\"pack\":{}}",
        "{\"pack\":\"tiny\",\"pack\":null}", "token=ecg_x", "token=", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    ];

    private static readonly Gen<string> s_query =
        from pairs in Gen.ArrayOf(
            from name in Gen.Elements(s_parameters)
            from value in Gen.OneOf(Gen.Elements(s_values), Gen.Choose(-5, 2000).Select(n => n.ToString(CultureInfo.InvariantCulture)))
            select $"{name}={value}").Resize(4)
        select string.Join('&', pairs);

    private static readonly Gen<Asked> s_asked =
        from method in Gen.Elements("GET", "GET", "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
        from path in Gen.Elements(s_paths)
        from query in s_query
        from body in Gen.Elements(s_bodies)
        from type in Gen.Elements("application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "x/y")
        from seed in Gen.Choose(0, int.MaxValue)
        select new Asked(method, path, query, body, type, seed);

    private static readonly Gen<Sent> s_sent =
        from file in Gen.Choose(0, Files.All.Count - 1)
        from query in s_query
        from asForm in Gen.Elements(true, false, false)
        from async in Gen.Elements(true, false, false, false, false, false, false, false)
        from seed in Gen.Choose(0, int.MaxValue)
        select new Sent(file, query, asForm, async, seed);

    private readonly ConcurrentBag<string> _faults = [];
    private readonly ConcurrentDictionary<int, int> _answers = [];
    private RunningAgent _agent = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _agent = await RunningAgent.Start(
        new ChannelOptions { Name = "chest", Pack = "tiny" },
        TestPacks.Folder,
        http: new HttpOptions { RequestsPerSecond = 100_000, AnalysesPerMinute = 1_000_000, MaxUploadMegabytes = 2 });

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task Hostile_requests_are_answered_and_change_nothing()
    {
        await AskAsync(s_asked.Sample(200, new Rnd(1, 3), 20));
        await SendAsync(s_sent.Sample(100, new Rnd(2, 3), 20));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var channel = _agent.Services.GetRequiredService<ChannelSet>().All[0];
        var samples = channel.Pipeline.Samples;

        await Task.WhenAll(
            Task.Run(() => AskAsync(s_asked.Sample(s_inputs * 6 / 10, new Rnd(20261125, 5), 20)), Cancellation),
            Task.Run(() => SendAsync(s_sent.Sample(s_inputs * 3 / 10, new Rnd(20261125, 7), 20)), Cancellation),
            Task.Run(() => ThrowAsync(s_inputs / 10), Cancellation));

        Assert.True(_faults.IsEmpty, string.Join('\n', _faults.Take(10)));
        foreach (var expected in (int[])[200, 202, 204, 400, 404, 405, 413, 415]) Assert.True(_answers.ContainsKey(expected), $"never {expected}: {Told()}");
        Assert.True(_answers[200] > s_inputs / 20, $"hardly anything is taken, so the inputs do not reach far: {Told()}");
        Assert.Equal("ok", await _agent.Client.GetStringAsync("/healthz", Cancellation));
        Assert.True(channel.Pipeline.Samples > samples, "the channel stands still");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_agent.Folder, AnalysisDesk.FolderName)));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MostGrowth);
    }

    private async Task AskAsync(IEnumerable<Asked> all)
    {
        foreach (var asked in all)
        {
            var random = new Random(asked.Seed);
            var body = Encoding.UTF8.GetBytes(asked.Body);
            if (asked.Seed % 3 == 0) body = HostileBytes.Mutate(body, random);
            using var request = new HttpRequestMessage(new HttpMethod(asked.Method), new Uri(_agent.Address, $"/api/v1/{asked.Path}?{asked.Query}"));
            if (asked.Method is "POST" or "PUT" or "PATCH" or "DELETE")
            {
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(asked.Type);
            }

            await NoteAsync(request, asked.ToString());
        }
    }

    private async Task SendAsync(IEnumerable<Sent> all)
    {
        foreach (var sent in all)
        {
            var random = new Random(sent.Seed);
            var (name, original) = Files.All[sent.File];
            var bytes = (sent.Seed % 20) switch
            {
                0 => original,
                1 => HostileBytes.Noise(random),
                _ => HostileBytes.Mutate(original, random),
            };
            HttpContent content = new ByteArrayContent(bytes);
            if (sent.AsForm)
            {
                var form = new MultipartFormDataContent { { content, "files", name } };
                content = sent.Seed % 4 == 0 ? await DamagedAsync(form, random) : form;
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_agent.Address, $"/api/v1/analyses?name={name}&pack=letters&{sent.Query}")) { Content = content };
            if (sent.Async) request.Headers.Add("Prefer", "respond-async");
            var location = await NoteAsync(request, $"{name} {sent}");
            if (location is null) continue;
            using var delete = new HttpRequestMessage(HttpMethod.Delete, new Uri(_agent.Address, location));
            await NoteAsync(delete, $"delete after {sent}");
        }
    }

    /// <summary>Bytes that may be HTTP, straight into the socket, whose sending half is then closed.</summary>
    private async Task ThrowAsync(int count)
    {
        var random = new Random(20261125);
        for (var i = 0; i < count; i++)
        {
            var head = Encoding.Latin1.GetBytes(
                $"{(i % 2 == 0 ? "GET" : "POST")} /api/v1/{s_paths[random.Next(s_paths.Length)]} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nCookie: ecgedge-80=x\r\n"
                + (i % 5 == 0 ? "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" : "") + "\r\nhello");
            using var client = new TcpClient();
            await client.ConnectAsync(_agent.Address.Host, _agent.Address.Port, Cancellation);
            var stream = client.GetStream();
            try
            {
                await stream.WriteAsync(HostileBytes.Mutate(head, random), Cancellation);
                client.Client.Shutdown(SocketShutdown.Send);
                var answer = new byte[16];
                var length = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, Cancellation).AsTask().Within($"an answer to input {i}");
                var text = Encoding.Latin1.GetString(answer, 0, length);
                // 505 is what an unknown version of HTTP deserves.
                if (text.Contains(" 5", StringComparison.Ordinal) && !text.Contains(" 505", StringComparison.Ordinal)) _faults.Add($"raw input {i}: {text}");
            }
            catch (IOException)
            {
                // The agent has closed in its turn.
            }
        }
    }

    private async Task<string?> NoteAsync(HttpRequestMessage request, string input)
    {
        try
        {
            using var response = await _agent.Client.SendAsync(request, Cancellation);
            var status = (int)response.StatusCode;
            _answers.AddOrUpdate(status, 1, (_, n) => n + 1);
            var type = response.Content.Headers.ContentType?.MediaType;
            if (status >= 500) _faults.Add($"{status} for {input}: {await response.Content.ReadAsStringAsync(Cancellation)}");
            // The server itself refuses a path with a NUL, before anything of ours is asked.
            var isOurs = !request.RequestUri!.OriginalString.Contains("%00?", StringComparison.Ordinal);
            if (status >= 400 && isOurs && request.Method != HttpMethod.Head && type is not ("application/problem+json" or "text/html")) _faults.Add($"{status} as {type} for {input}");
            return status == 202 && request.RequestUri.AbsolutePath.EndsWith("/analyses", StringComparison.Ordinal) ? response.Headers.Location?.ToString() : null;
        }
        catch (HttpRequestException e)
        {
            _faults.Add($"{e.Message} for {input}");
            return null;
        }
    }

    private static async Task<HttpContent> DamagedAsync(MultipartFormDataContent form, Random random)
    {
        var damaged = new ByteArrayContent(HostileBytes.Mutate(await form.ReadAsByteArrayAsync(Cancellation), random));
        damaged.Headers.ContentType = form.Headers.ContentType;
        return damaged;
    }

    private string Told() => string.Join(", ", _answers.OrderBy(a => a.Key).Select(a => $"{a.Key}: {a.Value}"));

    private sealed record Asked(string Method, string Path, string Query, string Body, string Type, int Seed);

    private sealed record Sent(int File, string Query, bool AsForm, bool Async, int Seed);

    private static class Files
    {
        public static List<(string Name, byte[] Bytes)> All { get; } = Make();

        private static List<(string Name, byte[] Bytes)> Make()
        {
            var heart = EcgFiles.Heart(8);
            return
            [
                ("a.txt", EcgFiles.Beats("txt", 2, 1)), ("a.csv", EcgFiles.Beats("csv", 2, 1)), ("a.arff", EcgFiles.Beats("arff", 2, 1)), ("a.ts", EcgFiles.Beats("ts", 2, 1)),
                ("t.csv", EcgFiles.Csv(heart)), ("a.edf", EcgFiles.Edf(heart)), ("a.bdf", EcgFiles.Bdf(heart)),
                ("w.zip", EcgFiles.Zip(EcgFiles.Wfdb(heart))), ("flat.zip", EcgFiles.Zip([KeyValuePair.Create("flat.csv", new byte[2 << 20])])),
            ];
        }
    }
}
