using System.ComponentModel;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Rest;

/// <summary><c>channels/{name}/snooze</c>: kinds of alert that people are spared for a while.</summary>
public static class SnoozeApi
{
    private const string Name = "Name of the channel";

    public static void MapSnooze(this IEndpointRouteBuilder api)
    {
        var snooze = api.MapGroup("/channels/{name}/snooze").WithTags("channels");
        snooze.MapGet("", List).WithSummary("Kinds of alert that people are spared for now").Produces<IReadOnlyList<Snooze>>().ProducesProblems(404);
        snooze.MapPost("", Begin).WithSummary("Spares people a kind of alert for a while").Produces<Snooze>().ProducesProblems(400, 404, 409, 415);
        snooze.MapDelete("", End).WithSummary("Ends a snooze, or all of them").Produces<IReadOnlyList<Snooze>>().ProducesProblems(404);
    }

    private static IResult List([Description(Name)] string name, ChannelSet channels, SnoozeBook snoozes) =>
        channels.Find(name) is null ? Paging.UnknownChannel(name, channels) : Results.Ok(snoozes.Of(name));

    private static IResult Begin([Description(Name)] string name, SnoozeDto body, ChannelSet channels, SnoozeBook snoozes)
    {
        if (channels.Find(name) is null) return Paging.UnknownChannel(name, channels);
        if (SnoozeLimits.Problem(body.Kind, body.Minutes) is { } wrong) return Problem.Of(StatusCodes.Status400BadRequest, wrong);
        return snoozes.Begin(name, body.Kind, body.Minutes, out var problem) is { } snooze
            ? Results.Ok(snooze)
            : Problem.Of(StatusCodes.Status409Conflict, problem);
    }

    private static IResult End([Description(Name)] string name, [Description("A kind; default all")] string? kind, ChannelSet channels, SnoozeBook snoozes)
    {
        if (channels.Find(name) is null) return Paging.UnknownChannel(name, channels);
        if (kind is null)
        {
            foreach (var snooze in snoozes.Of(name)) snoozes.End(name, snooze.Kind);
        }
        else if (!snoozes.End(name, kind))
        {
            return Problem.Of(StatusCodes.Status404NotFound, $"'{kind}' is not snoozed on channel '{name}'");
        }

        return Results.Ok(snoozes.Of(name));
    }
}

/// <summary>What is to be snoozed.</summary>
/// <param name="Kind">Kind of alert.</param>
/// <param name="Minutes">For how long, from now on.</param>
public sealed record SnoozeDto(string? Kind = null, long Minutes = 0);
