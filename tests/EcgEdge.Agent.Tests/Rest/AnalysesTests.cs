using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Analyses;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Inference.Packs;
using Microsoft.Extensions.DependencyInjection;

namespace EcgEdge.Agent.Tests.Rest;

/// <summary>Files of every format, judged over REST with the packs that ship; refused ones; nothing left behind.</summary>
public sealed class AnalysesTests : IAsyncLifetime
{
    private RunningAgent _agent = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(_agent.Folder, AnalysisDesk.FolderName);

    public async ValueTask InitializeAsync() => _agent = await RunningAgent.Start(
        new ChannelOptions { Name = "chest" },
        http: new HttpOptions { RequestsPerSecond = 100_000, AnalysesPerMinute = 1000, MaxUploadMegabytes = 8 },
        prepare: folder =>
        {
            // What an agent that was killed has left.
            Directory.CreateDirectory(Path.Combine(folder, AnalysisDesk.FolderName, "old"));
            File.WriteAllText(Path.Combine(folder, AnalysisDesk.FolderName, "old", "upload"), "x");
        });

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public void What_a_crash_has_left_is_deleted_at_the_start() => AssertNothingLeft();

    [Theory]
    [InlineData("txt", "beats.txt")]
    [InlineData("txt", "beats.tsv")]
    [InlineData("csv", "beats.csv")]
    [InlineData("arff", "beats.arff")]
    [InlineData("ts", "beats.ts")]
    public async Task Labelled_beats_of_every_form_are_judged_alike(string form, string name)
    {
        var analysis = await Analysed(name, EcgFiles.Beats(form, 12, 8));
        Assert.Equal((20, "ecg5000"), (analysis.GetProperty("beats").GetInt32(), analysis.GetProperty("pack").GetString()));
        var summary = analysis.GetProperty("summary");
        Assert.True(summary.GetProperty("anomaly").GetProperty("auc").GetDouble() > 0.9);
        Assert.Equal(12, summary.GetProperty("classification").GetProperty("confusion")[0].EnumerateArray().Sum(c => c.GetInt32()));
        Assert.Equal("Normal", analysis.GetProperty("results")[0].GetProperty("label").GetString());
        Assert.False(analysis.TryGetProperty("recording", out _));
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_recording_is_judged_beat_by_beat_as_the_command_does()
    {
        var heart = EcgFiles.Heart(90);
        var edf = EcgFiles.Edf(heart);
        var analysis = await Analysed("night.edf", edf, "&calibrateSeconds=20");

        using var folder = new TempDirectory();
        await File.WriteAllBytesAsync(folder["night.edf"], edf, Cancellation);
        var pack = RecordPack.Of(PackLoader.Load(PackLoader.DefaultFolder, "aami", Precision.Int8), 20, "");
        var expected = AnalyzeRun.Of(RecordingFile.Read(folder["night.edf"]).Recording, pack, null, null, Cancellation).Beats;
        var results = analysis.GetProperty("results").EnumerateArray().ToArray();
        Assert.True(expected.Count > 80, $"only {expected.Count} beats");
        Assert.Equal(
            expected.Select(b => (b.Sample, b.Class.ToString(), Rounded(b.Score), b.Anomalous)),
            results.Select(r => (r.GetProperty("sample").GetInt64(), r.GetProperty("class").GetString()!, ScoreOf(r), r.GetProperty("anomalous").GetBoolean())));
        Assert.All(results.Skip(1), r =>
        {
            Assert.InRange(r.GetProperty("rrS").GetDouble(), 0.2, 3);
            Assert.InRange(r.GetProperty("quality").GetDouble(), 0, 1);
            Assert.Equal(1, r.GetProperty("probabilities").EnumerateObject().Sum(p => p.Value.GetDouble()), 0.001);
        });
        var recording = analysis.GetProperty("recording");
        Assert.Equal(("ECG II", 250, 90, 20), (recording.GetProperty("channel").GetString(), recording.GetProperty("sampleRateHz").GetInt32(),
            recording.GetProperty("durationS").GetInt32(), recording.GetProperty("calibrateSeconds").GetInt32()));
        Assert.Equal(JsonValueKind.Null, analysis.GetProperty("summary").GetProperty("classification").ValueKind);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("table.csv")]
    [InlineData("table.txt")]
    [InlineData("signal.bdf")]
    public async Task Other_recordings_are_read(string name)
    {
        var heart = EcgFiles.Heart(30);
        var analysis = await Analysed(name, name.EndsWith(".bdf", StringComparison.Ordinal) ? EcgFiles.Bdf(heart) : EcgFiles.Csv(heart));
        Assert.InRange(analysis.GetProperty("recording").GetProperty("sampleRateHz").GetDouble(), 249.9, 250.1);
        // The hand-made BDF file holds no more than 0.2 mV, too little for a beat.
        Assert.Equal(!name.EndsWith(".bdf", StringComparison.Ordinal), analysis.GetProperty("beats").GetInt32() > 20);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_WFDB_record_comes_as_a_zip_or_a_form_and_is_scored_by_its_reference(bool isZip)
    {
        var files = EcgFiles.Wfdb(EcgFiles.Heart(120));
        using var form = Form(files);
        using HttpContent content = isZip ? new ByteArrayContent(EcgFiles.Zip(files.Select(f => KeyValuePair.Create("patient/" + f.Key, f.Value)))) : form;
        var analysis = await Analysed("record.zip", content, "&calibrateSeconds=20");
        Assert.True(analysis.GetProperty("recording").GetProperty("referenceBeats").GetInt32() > 100);
        var classification = analysis.GetProperty("summary").GetProperty("classification");
        Assert.Equal(["N", "S", "V", "F", "Q", "none"], classification.GetProperty("classes").EnumerateArray().Select(c => c.GetString()));
        var confusion = classification.GetProperty("confusion").EnumerateArray().Select(r => r.EnumerateArray().Select(c => c.GetInt32()).ToArray()).ToArray();
        Assert.True(confusion[0][0] > 60, "hardly a normal beat is told as one");
        Assert.True(confusion[2].Sum() > 3, "the premature beats are not in the reference");
        Assert.InRange(classification.GetProperty("accuracy").GetDouble(), 0.7, 1);
        AssertNothingLeft();
    }

    [Fact]
    public async Task Of_several_recordings_one_is_named()
    {
        var files = EcgFiles.Wfdb(EcgFiles.Heart(20), "one").Concat(EcgFiles.Wfdb(EcgFiles.Heart(25), "two")).ToArray();
        var zip = EcgFiles.Zip(files);
        Assert.Contains("2 recordings in 6 files", await Refused("both.zip", zip, HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Contains("no single record 'three'", await Refused("both.zip", zip, HttpStatusCode.BadRequest, "&record=three"), StringComparison.Ordinal);
        var analysis = await Analysed("both.zip", zip, "&record=two");
        Assert.Equal(25, analysis.GetProperty("recording").GetProperty("durationS").GetDouble());
    }

    [Theory]
    [InlineData("a.txt", "", "a.txt: empty")]
    [InlineData("a.edf", "x", "a.edf")]
    [InlineData("a.hea", "r 1 250 10\nr.dat 16 200 12 0 0 0 0 II\n", "signal file r.dat does not exist")]
    [InlineData("a.csv", "1\n2\n", "a.csv")]
    [InlineData("slow.csv", "time s,ecg mV\n0,1\n0.1,2\n0.2,1\n0.3,1\n0.4,1\n", "10 samples per second; expected 100 to 2000")]
    [InlineData("../../etc/passwd", "x", "passwd")]
    [InlineData("a.zip", "PK\u0003\u0004 no zip at all, though it begins like one", "a.zip: a damaged zip")]
    public async Task A_file_that_is_none_is_refused_by_its_name(string name, string text, string expected)
    {
        var detail = await Refused(name, Encoding.Latin1.GetBytes(text), HttpStatusCode.BadRequest);
        Assert.Contains(expected, detail, StringComparison.Ordinal);
        Assert.DoesNotContain(_agent.Folder, detail, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("&pack=ecg5000", "have no AAMI letter")]
    [InlineData("&pack=nothing", "pack 'nothing' is not in")]
    [InlineData("&channel=V9", "V9")]
    [InlineData("&rateHz=500", "not the 500 given")]
    [InlineData("&rateHz=NaN", "rate given")]
    [InlineData("&record=b.edf", "no single record 'b.edf'")]
    [InlineData("&calibrateSeconds=-1", "calibrateSeconds is -1; expected 0 to 86400")]
    [InlineData("&calibrateSeconds=x", "calibrateSeconds")]
    public async Task A_wish_that_cannot_be_met_is_named(string query, string expected) =>
        Assert.Contains(expected, await Refused("a.edf", EcgFiles.Edf(EcgFiles.Heart(5)), HttpStatusCode.BadRequest, query), StringComparison.Ordinal);

    [Theory]
    [InlineData("../evil.hea")]
    [InlineData("/etc/evil.hea")]
    [InlineData("a/../../evil.hea")]
    [InlineData("a\\..\\evil.hea")]
    [InlineData(".hidden")]
    [InlineData("a//b")]
    [InlineData("C:evil.hea")]
    public async Task An_entry_of_a_zip_that_leads_out_of_it_is_refused_by_its_name(string entry)
    {
        var detail = await Refused("x.zip", EcgFiles.Zip([KeyValuePair.Create(entry, "x"u8.ToArray())]), HttpStatusCode.BadRequest);
        Assert.Contains($"x.zip, entry '{entry}'", detail, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public async Task Zip_bombs_are_refused_by_entry_and_before_they_are_large()
    {
        var growth = await Refused("bomb.zip", EcgFiles.Zip([KeyValuePair.Create("flat.csv", new byte[7 << 20])]), HttpStatusCode.RequestEntityTooLarge);
        Assert.Contains("bomb.zip, entry 'flat.csv': grows to more", growth, StringComparison.Ordinal);

        var noise = new byte[3 << 20];
        new Random(1).NextBytes(noise);
        var halves = Enumerable.Range(0, 3).Select(i => KeyValuePair.Create($"half{i}.dat", noise.Select((b, k) => k % 2 == 0 ? b : (byte)0).ToArray()));
        var total = await Refused("large.zip", EcgFiles.Zip(halves), HttpStatusCode.RequestEntityTooLarge);
        Assert.Contains("large.zip, entry 'half2.dat': more than 8 MB in all", total, StringComparison.Ordinal);

        var many = await Refused("many.zip", EcgFiles.Zip(Enumerable.Range(0, 70).Select(i => KeyValuePair.Create($"{i}", "x"u8.ToArray()))), HttpStatusCode.RequestEntityTooLarge);
        Assert.Contains("more than 64 files", many, StringComparison.Ordinal);
        var table = await Refused("table.zip", EcgFiles.Zip(Enumerable.Range(0, 4000).Select(i => KeyValuePair.Create($"{i}", Array.Empty<byte>()))), HttpStatusCode.RequestEntityTooLarge);
        Assert.Contains("a table of contents of more than 128 kB", table, StringComparison.Ordinal);
        var twice = await Refused("twice.zip", EcgFiles.Zip([KeyValuePair.Create("a", "x"u8.ToArray()), KeyValuePair.Create("a", "y"u8.ToArray())]), HttpStatusCode.BadRequest);
        Assert.Contains("entry 'a': another file has that name", twice, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public async Task An_upload_beyond_the_bound_or_in_another_encoding_is_refused()
    {
        using (var large = new HttpRequestMessage(HttpMethod.Post, "analyses?name=large.edf") { Content = new ByteArrayContent(new byte[9 << 20]) })
        {
            // So that the answer is read before a body that nobody takes is sent.
            large.Headers.ExpectContinue = true;
            using var refused = await _agent.Client.SendAsync(large, Cancellation);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        }

        using var packed = new ByteArrayContent([1, 2, 3]);
        packed.Headers.ContentEncoding.Add("gzip");
        using var response = await _agent.Client.PostAsync("analyses?name=a.edf", packed, Cancellation);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        AssertNothingLeft();
    }

    [Fact]
    public async Task An_analysis_that_nobody_waits_for_tells_how_far_it_is_and_keeps_its_result()
    {
        var status = await Started(EcgFiles.Edf(EcgFiles.Heart(120)));
        Assert.StartsWith("/api/v1/analyses/", status.Location, StringComparison.Ordinal);
        var done = await Until(status.Location, s => s.GetProperty("state").GetString() is "done" or "failed");
        Assert.Equal(("done", 100), (done.GetProperty("state").GetString(), done.GetProperty("percent").GetInt32()));
        var result = await _agent.Client.GetFromJsonAsync<JsonElement>(done.GetProperty("result").GetString(), Cancellation);
        Assert.True(result.GetProperty("beats").GetInt32() > 100);
        var all = await _agent.Client.GetFromJsonAsync<JsonElement>("analyses", Cancellation);
        Assert.Equal(1, all.GetArrayLength());
        using (var deleted = await _agent.Client.DeleteAsync(status.Location, Cancellation)) Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await _agent.Client.GetAsync(status.Location, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        AssertNothingLeft();
    }

    [Fact]
    public async Task An_analysis_that_fails_says_why()
    {
        var status = await Started("nothing"u8.ToArray());
        var failed = await Until(status.Location, s => s.GetProperty("state").GetString() == "failed");
        Assert.Contains("night.edf", failed.GetProperty("problem").GetString(), StringComparison.Ordinal);
        using var result = await _agent.Client.GetAsync(status.Location + "/result", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, result.StatusCode);
    }

    [Fact]
    public async Task Analyses_wait_their_turn_are_bounded_in_number_and_stop_when_deleted()
    {
        var hours = EcgFiles.Edf(EcgFiles.Heart(2 * 3600));
        var under = new List<string>();
        for (var i = 0; i < AnalysisDesk.MostAtOnce; i++) under.Add((await Started(hours)).Location);
        Assert.Contains("analyses are under way", await Refused("a.edf", hours, HttpStatusCode.TooManyRequests), StringComparison.Ordinal);
        await Until(under[0], s => s.GetProperty("state").GetString() == "running" && s.GetProperty("percent").GetInt32() is > 0 and < 100);
        using (var early = await _agent.Client.GetAsync(under[0] + "/result", Cancellation)) Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        var second = await _agent.Client.GetFromJsonAsync<JsonElement>(under[1], Cancellation);
        Assert.Equal("waiting", second.GetProperty("state").GetString());
        foreach (var location in under)
        {
            using var deleted = await _agent.Client.DeleteAsync(location, Cancellation);
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }

        AssertNothingLeft();
        await Analysed("next.txt", EcgFiles.Beats("txt"));
    }

    [Fact]
    public async Task An_analysis_stops_when_who_asked_for_it_leaves()
    {
        var desk = _agent.Services.GetRequiredService<AnalysisDesk>();
        using (var leaving = new CancellationTokenSource())
        {
            var asked = _agent.Client.PostAsync("analyses?name=a.edf", new ByteArrayContent(EcgFiles.Edf(EcgFiles.Heart(2 * 3600))), leaving.Token);
            await Poll.Until(() => desk.All.Any(a => a is { State: AnalysisState.Running, Part: > 0 }), "the analysis to run");
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        }

        await Poll.Until(() => desk.All.Count == 0, "the analysis to stop");
        AssertNothingLeft();

        // Half an upload, then the line is cut.
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(_agent.Address.Host, _agent.Address.Port, Cancellation);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /api/v1/analyses?name=b.edf HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n{new string('x', 5000)}"), Cancellation);
            await Poll.Until(() => desk.All.Count == 1, "the upload to begin");
        }

        await Poll.Until(() => desk.All.Count == 0, "the upload to be given up");
        AssertNothingLeft();
        await Analysed("next.txt", EcgFiles.Beats("txt"));
    }

    [Fact]
    public async Task Analyses_leave_the_live_channel_alone()
    {
        var channel = _agent.Services.GetRequiredService<ChannelSet>().All[0];
        var (pack, lost) = (channel.Pack, channel.Pipeline.Gaps);
        await Analysed("a.edf", EcgFiles.Edf(EcgFiles.Heart(60)));
        Assert.Same(pack, channel.Pack);
        Assert.Equal(lost, channel.Pipeline.Gaps);
    }

    private static MultipartFormDataContent Form(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, content) in files) form.Add(new ByteArrayContent(content), "files", name);
        return form;
    }

    private async Task<JsonElement> Analysed(string name, byte[] bytes, string query = "")
    {
        using var content = new ByteArrayContent(bytes);
        return await Analysed(name, content, query);
    }

    private async Task<JsonElement> Analysed(string name, HttpContent content, string query = "")
    {
        using var response = await _agent.Client.PostAsync($"analyses?name={Uri.EscapeDataString(name)}{query}", content, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private async Task<string> Refused(string name, byte[] bytes, HttpStatusCode status, string query = "")
    {
        using var response = await _agent.Client.PostAsync($"analyses?name={Uri.EscapeDataString(name)}{query}", new ByteArrayContent(bytes), Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("detail").GetString()!;
    }

    private async Task<(string Location, JsonElement Status)> Started(byte[] bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "analyses?name=night.edf") { Content = new ByteArrayContent(bytes) };
        request.Headers.Add("Prefer", "respond-async");
        using var response = await _agent.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (response.Headers.Location!.ToString(), await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation));
    }

    private async Task<JsonElement> Until(string location, Func<JsonElement, bool> holds)
    {
        var status = default(JsonElement);
        await Poll.UntilAsync(async () => holds(status = await _agent.Client.GetFromJsonAsync<JsonElement>(location, Cancellation)), "the analysis");
        return status;
    }

    private void AssertNothingLeft() => Assert.Empty(Directory.Exists(Folder) ? Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories) : []);

    private static double? Rounded(double? score) => score is { } known ? Math.Round(known, 6) : null;

    private static double? ScoreOf(JsonElement beat) => beat.GetProperty("score") is { ValueKind: JsonValueKind.Number } score ? score.GetDouble() : null;
}
