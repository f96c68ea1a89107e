using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Recordings;

namespace EcgEdge.Agent.Rest;

/// <summary><c>recordings</c>: list, the files of a segment, a stretch across segments.</summary>
public static class RecordingsApi
{
    public static void MapRecordings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/recordings", List);
        api.MapGet("/recordings/{channel}", GetStretch);
        api.MapGet("/recordings/{channel}/{file}", GetFile);
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
            return Results.Problem(e.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    internal static IResult BadFormat(string format, IEnumerable<string> expected) =>
        Results.Problem($"format is '{format}'; expected {string.Join(", ", expected)}", statusCode: StatusCodes.Status400BadRequest);

    private static IReadOnlyList<RecordingDto> List(RecordingFolder folder, string? channel) =>
    [
        .. folder.Segments(channel).Select(s => new RecordingDto(
            s.Channel, s.Name, s.StartedAt, Math.Round(s.Duration.TotalSeconds, 3), s.Length, s.SampleRateHz, s.Bytes, s.IsComplete)),
    ];

    private static IResult GetFile(string channel, string file, RecordingFolder folder) => folder.Find(channel, file) is { } path
        ? Results.File(path, file.EndsWith(".hea", StringComparison.Ordinal) ? "text/plain" : "application/octet-stream", file, enableRangeProcessing: true)
        : Results.Problem($"there is no such recording of '{channel}'", statusCode: StatusCodes.Status404NotFound);

    private static IResult GetStretch(string channel, string? from, string? to, string? format, RecordingFolder folder, HttpContext context)
    {
        format ??= ExcerptFile.Wfdb;
        if (!ExcerptFile.Formats.Contains(format)) return BadFormat(format, ExcerptFile.Formats);
        if (!TimeRange.TryParseTime(from, out var begin) || !TimeRange.TryParseTime(to, out var end))
            return Results.Problem("from and to are needed, each a time such as 2026-11-25T10:00:00Z", statusCode: StatusCodes.Status400BadRequest);
        var range = new TimeRange(begin, end);
        if (range.Problem is { } problem) return Results.Problem($"the time asked for: {problem}", statusCode: StatusCodes.Status400BadRequest);
        try
        {
            return RecordedStretch.Cut(folder, channel, range) is { } excerpt
                ? Send(excerpt, format, context)
                : Results.Problem($"nothing of '{channel}' was recorded then", statusCode: StatusCodes.Status404NotFound);
        }
        catch (EcgFormatException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }
}
