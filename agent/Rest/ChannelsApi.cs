using System.ComponentModel;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EcgEdge.Agent.Rest;

/// <summary><c>channels/{name}</c>: one channel, its pack, its baseline.</summary>
public static class ChannelsApi
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static void MapChannels(this IEndpointRouteBuilder api)
    {
        var channels = api.MapGroup("/channels/{name}").WithTags("channels");
        channels.MapGet("", Get).WithSummary("One channel and how it fares").ProducesProblems(404);
        channels.MapPut("/pack", PutPack)
            .WithSummary("Has a channel judged by another model pack; 202 while its source gives no samples")
            .Produces<ChannelDto>().Produces<ChannelDto>(StatusCodes.Status202Accepted).ProducesProblems(400, 404, 409, 415);
        channels.MapPost("/calibrate", Calibrate)
            .WithSummary("Forgets what is usual for the wearer and learns it anew").ProducesProblems(404, 409);
    }

    private static Results<Ok<ChannelDto>, ProblemHttpResult> Get([Description("Name of the channel")] string name, ChannelSet channels, AgentState state) =>
        channels.Find(name) is { } channel ? TypedResults.Ok(state.Channel(channel)) : Paging.UnknownChannel(name, channels);

    private static async Task<IResult> PutPack(
        [Description("Name of the channel")] string name, ChannelPackDto body, ChannelSet channels, PackShelf packs, IBaselineMemory baselines, AgentState state,
        CancellationToken cancellation)
    {
        if (channels.Find(name) is not { } channel) return Paging.UnknownChannel(name, channels);
        if (body.Pack is null) return Problem.Of(StatusCodes.Status400BadRequest, "pack is null; expected a pack's name");
        if (channel.Finished.IsCompleted) return Conflict($"channel '{name}' has ended; its pack judges nothing more");
        var rate = channel.Source.SampleRateHz;
        BeatAnalyzer analyzer;
        try
        {
            var pack = packs.Take(body.Pack, body.Precision ?? channel.Pack?.Precision ?? channel.Options.Precision);
            analyzer = await Task.Run(() => new BeatAnalyzer(pack, rate), cancellation);
        }
        catch (PackException e)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, e.Message, "Pack refused");
        }

        try
        {
            await channel.Pipeline.UseAsync(analyzer, baselines.Recall(channel.Options, analyzer, rate)).WaitAsync(s_patience, cancellation);
        }
        catch (TimeoutException)
        {
            // The source gives no samples just now; the pack judges as soon as it does.
            return TypedResults.Accepted(AddressOf(name), state.Channel(channel));
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Conflict($"channel '{name}' has ended, or another pack was asked for meanwhile");
        }

        return TypedResults.Ok(state.Channel(channel));
    }

    private static Results<Accepted<ChannelDto>, ProblemHttpResult> Calibrate(
        [Description("Name of the channel")] string name, ChannelSet channels, IBaselineMemory baselines, AgentState state)
    {
        if (channels.Find(name) is not { } channel) return Paging.UnknownChannel(name, channels);
        var pack = channel.Pack?.Manifest.Pack ?? channel.Options.Pack;
        if (!channel.Pipeline.Calibrate()) return Conflict($"pack '{pack}' of channel '{name}' has no baseline to learn");
        // Its empty successor is stored soon; until then the next start must not go on from the old one.
        baselines.Forget(channel.Options, pack);
        return TypedResults.Accepted(AddressOf(name), state.Channel(channel));
    }

    private static string AddressOf(string name) => $"/api/v1/channels/{Uri.EscapeDataString(name)}";

    private static ProblemHttpResult Conflict(string detail) => Problem.Of(StatusCodes.Status409Conflict, detail);
}

/// <summary>Which pack a channel is to be judged by.</summary>
/// <param name="Pack">Its name.</param>
/// <param name="Precision">int8 or fp32; default as the channel's pack now.</param>
public sealed record ChannelPackDto(string Pack, Precision? Precision = null);
