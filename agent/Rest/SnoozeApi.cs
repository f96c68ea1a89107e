using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Rest;

/// <summary><c>channels/{name}/snooze</c>: kinds of alert that people are spared for a while.</summary>
public static class SnoozeApi
{
    public static void MapSnooze(this IEndpointRouteBuilder api)
    {
        api.MapGet("/channels/{name}/snooze", (string name, ChannelSet channels, SnoozeBook snoozes) =>
            channels.Find(name) is null ? Paging.UnknownChannel(name, channels) : Results.Ok(snoozes.Of(name)));
        api.MapPost("/channels/{name}/snooze", Begin);
        api.MapDelete("/channels/{name}/snooze", End);
    }

    private static IResult Begin(string name, SnoozeDto body, ChannelSet channels, SnoozeBook snoozes)
    {
        if (channels.Find(name) is null) return Paging.UnknownChannel(name, channels);
        if (SnoozeLimits.Problem(body.Kind, body.Minutes) is { } wrong) return Results.Problem(wrong, statusCode: StatusCodes.Status400BadRequest);
        return snoozes.Begin(name, body.Kind, body.Minutes, out var problem) is { } snooze
            ? Results.Ok(snooze)
            : Results.Problem(problem, statusCode: StatusCodes.Status409Conflict);
    }

    private static IResult End(string name, string? kind, ChannelSet channels, SnoozeBook snoozes)
    {
        if (channels.Find(name) is null) return Paging.UnknownChannel(name, channels);
        if (kind is null)
        {
            foreach (var snooze in snoozes.Of(name)) snoozes.End(name, snooze.Kind);
        }
        else if (!snoozes.End(name, kind))
        {
            return Results.Problem($"'{kind}' is not snoozed on channel '{name}'", statusCode: StatusCodes.Status404NotFound);
        }

        return Results.Ok(snoozes.Of(name));
    }
}

/// <summary>What is to be snoozed.</summary>
/// <param name="Kind">Kind of alert.</param>
/// <param name="Minutes">For how long, from now on.</param>
public sealed record SnoozeDto(string? Kind, long Minutes);
