using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using EcgEdge.Acquisition.Formats.Edf;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Recordings;
using Microsoft.Extensions.DependencyInjection;

namespace EcgEdge.Agent.Tests.Rest;

/// <summary>Recordings and strips of a running agent as files, read back by the readers.</summary>
public sealed class RecordingsApiTests(RecordedReplay replay) : IClassFixture<RecordedReplay>
{
    private readonly RunningAgent _agent = replay.Agent;
    private readonly float[] _played = replay.Played;
    private readonly string _folder = replay.NewFolder();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recording_is_listed_and_its_files_are_sent_whole_or_in_part()
    {
        using var list = JsonDocument.Parse(await _agent.Client.GetStringAsync("recordings?channel=chest", Cancellation));
        var one = Assert.Single(list.RootElement.EnumerateArray());
        var name = one.GetProperty("name").GetString()!;
        Assert.Equal((RecordedReplay.Beats * 140, 250.0, false), (one.GetProperty("samples").GetInt32(), one.GetProperty("sampleRateHz").GetDouble(), one.GetProperty("complete").GetBoolean()));
        Assert.Equal(RecordedReplay.Beats * 140 / 250.0, one.GetProperty("seconds").GetDouble(), 0.001);

        foreach (var extension in SegmentInfo.Extensions)
            await File.WriteAllBytesAsync(InFolder(name + extension), await _agent.Client.GetByteArrayAsync($"recordings/chest/{name}{extension}", Cancellation), Cancellation);
        Assert.Equal(_played.Select(RecorderRig.Stored), WfdbRecord.Open(InFolder(name)).ReadMillivolts(0));
        Assert.True(WfdbAnnotations.Read(InFolder(name + ".atr")).Beats.Count() > 70);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"recordings/chest/{name}.dat");
        request.Headers.Range = new RangeHeaderValue(30, 59);
        using var part = await _agent.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(File.ReadAllBytes(InFolder(name + ".dat"))[30..60], await part.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("recordings/chest/.lock", 404)]
    [InlineData("recordings/chest/..%2f.lock", 404)]
    [InlineData("recordings/chest/..%2f..%2fecgedge.db", 404)]
    [InlineData("recordings/..%2f..%2f/chest_20260101T000000Z.hea", 404)]
    [InlineData("recordings/chest/chest_20260101T000000Z.hea", 404)]
    [InlineData("recordings/chest/chest_20260101T000000Z.exe", 404)]
    [InlineData("recordings/nobody?from=2000-01-01T00:00:00Z&to=2000-01-01T01:00:00Z", 404)]
    [InlineData("recordings/chest", 400)]
    [InlineData("recordings/chest?from=yesterday&to=2026-01-01T00:00:00Z", 400)]
    [InlineData("recordings/chest?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", 400)]
    [InlineData("recordings/chest?from=2026-01-01T00:00:00Z&to=2026-01-03T00:00:00Z", 400)]
    [InlineData("recordings/chest?from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z&format=mp3", 400)]
    public async Task What_is_not_there_or_not_meant_is_a_problem_with_a_reason(string path, int status)
    {
        using var response = await _agent.Client.GetAsync(path, Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_stretch_is_the_same_in_every_format()
    {
        var segment = replay.Recordings.Segments().Single();
        var from = segment.StartedAt.AddSeconds(4);
        var expected = _played[1000..3500].Select(RecorderRig.Stored).ToArray();
        var query = $"recordings/chest?from={from.UtcDateTime:O}&to={from.AddSeconds(10).UtcDateTime:O}&format=";

        var record = await Unzip(query + "wfdb");
        record.VerifyChecksums();
        Assert.Equal(expected, record.ReadMillivolts(0));
        var beats = WfdbAnnotations.Read(Path.ChangeExtension(record.Header.Path, ".atr")).Beats.ToList();
        Assert.InRange(beats.Count, 15, 19);

        var edf = await OpenEdf(query + "edf");
        Assert.Equal("X X X X", edf.Header.Patient);
        Assert.Equal(expected, edf.ReadMillivolts(0)[..2500], (x, y) => Math.Abs(x - y) < 0.00006);
        Assert.Equal(beats.Select(b => b.Sample / 250.0 + from.Ticks % TimeSpan.TicksPerSecond / 1e7), edf.ReadAnnotations().Where(a => a.Text.Length == 1).Select(a => a.OnsetSeconds), (x, y) => Math.Abs(x - y) < 1e-5);

        var csv = (await _agent.Client.GetStringAsync(query + "csv", Cancellation)).TrimEnd().Split('\n').Skip(1).Select(l => l.Split(',')).ToList();
        Assert.Equal(expected, csv.Select(c => float.Parse(c[2], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(beats.Select(b => b.Sample), csv.Index().Where(c => c.Item[3].Length > 0).Select(c => (long)c.Index));
    }

    [Fact]
    public async Task A_strip_re_read_is_exact_and_its_checksum_right()
    {
        using var list = JsonDocument.Parse(await _agent.Client.GetStringAsync("alerts", Cancellation));
        var id = list.RootElement.GetProperty("items")[0].GetProperty("id").GetGuid();
        var store = _agent.Services.GetRequiredService<EcgStore>();
        var (alert, strip) = (store.FindAlert(id)!, store.FindStrip(id)!);
        var expected = strip.Millivolts.Select(RecorderRig.Stored).ToArray();

        var record = await Unzip($"alerts/{id}/strip?format=wfdb");
        record.VerifyChecksums();
        Assert.Equal(expected, record.ReadMillivolts(0));
        var annotations = WfdbAnnotations.Read(Path.ChangeExtension(record.Header.Path, ".atr")).Items;
        Assert.Equal(
            strip.Beats.Select(b => BeatCode.Annotation(b.Index - strip.FirstIndex, b.Class, b.Anomalous)), annotations.Where(a => a.IsBeat));
        var note = Assert.Single(annotations, a => a.Code == WfdbCode.Note);
        Assert.Equal((alert.StartIndex - strip.FirstIndex, $"beat.anomaly raised {alert.Priority.ToString().ToLowerInvariant()} {id}"), (note.Sample, note.Auxiliary));
        Assert.DoesNotContain("Ada", File.ReadAllText(record.Header.Path), StringComparison.Ordinal);

        var edf = await OpenEdf($"alerts/{id}/strip?format=edf");
        Assert.Equal("X X X X", edf.Header.Patient);
        Assert.Equal(expected, edf.ReadMillivolts(0)[..expected.Length], (x, y) => float.IsNaN(x) ? float.IsNaN(y) : Math.Abs(x - y) < 0.0002);
        Assert.Equal(strip.Beats.Count + 1, edf.ReadAnnotations().Count);

        using var bad = await _agent.Client.GetAsync($"alerts/{id}/strip?format=pdf", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    [Fact]
    public async Task Status_tells_that_it_records()
    {
        using var status = JsonDocument.Parse(await _agent.Client.GetStringAsync("status", Cancellation));
        var recorder = status.RootElement.GetProperty("recorder");
        Assert.Equal((true, true, 0), (recorder.GetProperty("enabled").GetBoolean(), recorder.GetProperty("recording").GetBoolean(), recorder.GetProperty("lostSamples").GetInt32()));
        Assert.Equal(JsonValueKind.Null, recorder.GetProperty("problem").ValueKind);
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    private async Task<WfdbRecord> Unzip(string path)
    {
        using var response = await _agent.Client.GetAsync(path, Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("application/zip", response.Content.Headers.ContentType!.MediaType);
        var name = response.Content.Headers.ContentDisposition!.FileName!;
        using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync(Cancellation));
        zip.ExtractToDirectory(InFolder("zip"));
        Assert.Equal(3, zip.Entries.Count);
        return WfdbRecord.Open(Path.Combine(InFolder("zip"), Path.GetFileNameWithoutExtension(name)));
    }

    private async Task<EdfFile> OpenEdf(string path)
    {
        await File.WriteAllBytesAsync(InFolder("x.edf"), await _agent.Client.GetByteArrayAsync(path, Cancellation), Cancellation);
        return EdfFile.Open(InFolder("x.edf"));
    }
}
