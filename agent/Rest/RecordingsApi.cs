using System.ComponentModel;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Recordings;

namespace EcgEdge.Agent.Rest;

/// <summary><c>recordings</c>: list, the files of a segment, a stretch across segments.</summary>
public static class RecordingsApi
{
    public static void MapRecordings(this IEndpointRouteBuilder api)
    {
        var recordings = api.MapGroup("/recordings").WithTags("recordings");
        recordings.MapGet("", List).WithSummary("The recorded segments, oldest first");
        recordings.MapGet("/{channel}", GetStretch)
            .WithSummary("A stretch of a channel's recordings across segments, at most 24 h, as a file")
            .Produces(StatusCodes.Status200OK, contentType: "application/zip").ProducesProblems(400, 404, 422);
        recordings.MapGet("/{channel}/{file}", GetFile)
            .WithSummary("A file of a segment: .hea, .dat or .atr; ranges are served")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").ProducesProblems(404);
    }

    /// <summary>Sends an excerpt as a file.</summary>
    internal static IResult Send(Excerpt excerpt, string format, HttpContext context)
    {
        try
        {
            var file = ExcerptFile.Of(excerpt, format);
            return Results.Stream(target => file.WriteAsync(target, context.RequestAborted), file.ContentType, file.Name);
        }
        catch (EcgFormatException e)
        {
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, e.Message);
        }
    }

    internal static IResult BadFormat(string format, IEnumerable<string> expected) =>
        Problem.Of(StatusCodes.Status400BadRequest, $"format is '{format}'; expected {string.Join(", ", expected)}");

    private static IReadOnlyList<RecordingDto> List(RecordingFolder folder, [Description("Name of a channel; default all")] string? channel) =>
    [
        .. folder.Segments(channel).Select(s => new RecordingDto(
            s.Channel, s.Name, s.StartedAt, Math.Round(s.Duration.TotalSeconds, 3), s.Length, s.SampleRateHz, s.Bytes, s.IsComplete)),
    ];

    private static IResult GetFile(
        [Description("Name of the channel")] string channel, [Description("Name of the file, as the list tells the segment's")] string file, RecordingFolder folder) => folder.Find(channel, file) is { } path
        ? Results.File(path, file.EndsWith(".hea", StringComparison.Ordinal) ? "text/plain" : "application/octet-stream", file, enableRangeProcessing: true)
        : Problem.Of(StatusCodes.Status404NotFound, $"there is no such recording of '{channel}'");

    private static IResult GetStretch(
        [Description("Name of the channel")] string channel,
        [Description("Begin, such as 2026-11-25T10:00:00Z")] string? from,
        [Description("End")] string? to,
        [Description("wfdb (the default, a zip), edf or csv")] string? format,
        RecordingFolder folder,
        HttpContext context)
    {
        format ??= ExcerptFile.Wfdb;
        if (!ExcerptFile.Formats.Contains(format)) return BadFormat(format, ExcerptFile.Formats);
        if (!TimeRange.TryParseTime(from, out var begin) || !TimeRange.TryParseTime(to, out var end))
            return Problem.Of(StatusCodes.Status400BadRequest, "from and to are needed, each a time such as 2026-11-25T10:00:00Z");
        var range = new TimeRange(begin, end);
        if (range.Problem is { } problem) return Problem.Of(StatusCodes.Status400BadRequest, $"the time asked for: {problem}");
        try
        {
            return RecordedStretch.Cut(folder, channel, range) is { } excerpt
                ? Send(excerpt, format, context)
                : Problem.Of(StatusCodes.Status404NotFound, $"nothing of '{channel}' was recorded then");
        }
        catch (EcgFormatException e)
        {
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, e.Message);
        }
    }
}
