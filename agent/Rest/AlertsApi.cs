using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Rest;

/// <summary><c>alerts</c>: list, one, acknowledgement, strip.</summary>
public static class AlertsApi
{
    private const string Json = "json";

    public static void MapAlerts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/alerts", List);
        api.MapGet("/alerts/{id:guid}", (Guid id, EcgStore store) => store.FindAlert(id) is { } alert ? Results.Ok(alert) : Unknown(id));
        api.MapPost("/alerts/{id:guid}/ack", (Guid id, AlertWriter writer) => writer.Acknowledge(id) is { } alert ? Results.Ok(alert) : Unknown(id));
        api.MapGet("/alerts/{id:guid}/strip", GetStrip);
    }

    private static IResult List(EcgStore store, ChannelSet channels, string? channel, string? kind, string? state, int? limit, Guid? before)
    {
        if (Paging.Problem(limit) is { } problem) return problem;
        if (channel is not null && channels.Find(channel) is null) return Paging.UnknownChannel(channel, channels);
        AlertState? wanted = null;
        if (state is not null)
        {
            if (!Enum.TryParse<AlertState>(state, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed))
                return Results.Problem($"state is '{state}'; expected raised, updated or cleared", statusCode: StatusCodes.Status400BadRequest);
            wanted = parsed;
        }

        return Results.Ok(store.ListAlerts(new AlertQuery(channel, kind, wanted, limit ?? Paging.DefaultLimit, before)));
    }

    private static IResult GetStrip(Guid id, string? format, EcgStore store, HttpContext context)
    {
        format ??= Json;
        if (format != Json && !ExcerptFile.Formats.Contains(format)) return RecordingsApi.BadFormat(format, [Json, .. ExcerptFile.Formats]);
        if (store.FindAlert(id) is not { } alert) return Unknown(id);
        if (store.FindStrip(id) is not { } strip)
            return Results.Problem("the strip is not complete yet; it is a few seconds after the alert", statusCode: StatusCodes.Status404NotFound);
        return format == Json ? Results.Ok(strip) : RecordingsApi.Send(StripExcerpt.Of(strip, alert), format, context);
    }

    private static IResult Unknown(Guid id) => Results.Problem($"there is no alert {id}", statusCode: StatusCodes.Status404NotFound);
}
