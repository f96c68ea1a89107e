using System.ComponentModel;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EcgEdge.Agent.Rest;

/// <summary><c>alerts</c>: list, one, acknowledgement, strip.</summary>
public static class AlertsApi
{
    private const string Id = "The alert's id", Json = "json";

    public static void MapAlerts(this IEndpointRouteBuilder api)
    {
        var alerts = api.MapGroup("/alerts").WithTags("alerts");
        alerts.MapGet("", List).WithSummary("Alerts, newest first").ProducesProblems(400, 404);
        alerts.MapGet("/{id:guid}", Get).WithSummary("The newest revision of an alert").ProducesProblems(404).WithEntityTag();
        alerts.MapPost("/{id:guid}/ack", Acknowledge).WithSummary("Notes that a person has seen an alert; a second time changes nothing").ProducesProblems(404);
        alerts.MapGet("/{id:guid}/strip", GetStrip)
            .WithSummary("The signal around an alert, some seconds after it was raised")
            .Produces<Strip>(StatusCodes.Status200OK, "application/json", "text/csv", "application/zip", "application/edf").ProducesProblems(400, 404).WithEntityTag();
    }

    private static Results<Ok<Page<Alert>>, ProblemHttpResult> List(
        EcgStore store,
        ChannelSet channels,
        [Description("Name of a channel; default all")] string? channel,
        [Description("A kind, such as rhythm.vt; default all")] string? kind,
        [Description("raised, updated or cleared; default all")] string? state,
        [Description("true for those that people were spared, false for the others; default both")] bool? snoozed,
        [Description("Most alerts on the page, 1 to 1000; default 50")] int? limit,
        [Description("The page after this cursor: next of the page before")] Guid? before)
    {
        if (Paging.Problem(limit) is { } problem) return problem;
        if (channel is not null && channels.Find(channel) is null) return Paging.UnknownChannel(channel, channels);
        AlertState? wanted = null;
        if (state is not null)
        {
            if (!Enum.TryParse<AlertState>(state, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed))
                return Problem.Of(StatusCodes.Status400BadRequest, $"state is '{state}'; expected raised, updated or cleared");
            wanted = parsed;
        }

        return TypedResults.Ok(store.ListAlerts(new AlertQuery(channel, kind, wanted, snoozed, limit ?? Paging.DefaultLimit, before)));
    }

    private static Results<Ok<Alert>, ProblemHttpResult> Get([Description(Id)] Guid id, EcgStore store) =>
        store.FindAlert(id) is { } alert ? TypedResults.Ok(alert) : Unknown(id);

    private static Results<Ok<Alert>, ProblemHttpResult> Acknowledge([Description(Id)] Guid id, AlertWriter writer) =>
        writer.Acknowledge(id) is { } alert ? TypedResults.Ok(alert) : Unknown(id);

    private static IResult GetStrip(
        [Description(Id)] Guid id, [Description("json (the default), csv, wfdb (a zip) or edf")] string? format, EcgStore store, HttpContext context)
    {
        format ??= Json;
        if (format != Json && !ExcerptFile.Formats.Contains(format)) return RecordingsApi.BadFormat(format, [Json, .. ExcerptFile.Formats]);
        if (store.FindAlert(id) is not { } alert) return Unknown(id);
        if (store.FindStrip(id) is not { } strip)
            return Problem.Of(StatusCodes.Status404NotFound, "the strip is not complete yet; it is a few seconds after the alert");
        return format == Json ? Results.Ok(strip) : RecordingsApi.Send(StripExcerpt.Of(strip, alert), format, context);
    }

    private static ProblemHttpResult Unknown(Guid id) => Problem.Of(StatusCodes.Status404NotFound, $"there is no alert {id}");
}
