using EcgEdge.Agent.Pipeline;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Rest;

/// <summary><c>channels/{name}</c>: one channel, its pack, its baseline.</summary>
public static class ChannelsApi
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static void MapChannels(this IEndpointRouteBuilder api)
    {
        api.MapGet("/channels/{name}", (string name, ChannelSet channels, AgentState state) =>
            channels.Find(name) is { } channel ? Results.Ok(state.Channel(channel)) : Paging.UnknownChannel(name, channels));
        api.MapPut("/channels/{name}/pack", PutPack);
        api.MapPost("/channels/{name}/calibrate", Calibrate);
    }

    private static async Task<IResult> PutPack(
        string name, ChannelPackDto body, ChannelSet channels, PackShelf packs, IBaselineMemory baselines, AgentState state, CancellationToken cancellation)
    {
        if (channels.Find(name) is not { } channel) return Paging.UnknownChannel(name, channels);
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
            return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest, title: "Pack refused");
        }

        try
        {
            await channel.Pipeline.UseAsync(analyzer, baselines.Recall(channel.Options, analyzer, rate)).WaitAsync(s_patience, cancellation);
        }
        catch (TimeoutException)
        {
            // The source gives no samples just now; the pack judges as soon as it does.
            return Results.Accepted($"/api/v1/channels/{name}", state.Channel(channel));
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Conflict($"channel '{name}' has ended, or another pack was asked for meanwhile");
        }

        return Results.Ok(state.Channel(channel));
    }

    private static IResult Calibrate(string name, ChannelSet channels, IBaselineMemory baselines, AgentState state)
    {
        if (channels.Find(name) is not { } channel) return Paging.UnknownChannel(name, channels);
        var pack = channel.Pack?.Manifest.Pack ?? channel.Options.Pack;
        if (!channel.Pipeline.Calibrate()) return Conflict($"pack '{pack}' of channel '{name}' has no baseline to learn");
        // Its empty successor is stored soon; until then the next start must not go on from the old one.
        baselines.Forget(channel.Options, pack);
        return Results.Accepted($"/api/v1/channels/{name}", state.Channel(channel));
    }

    private static IResult Conflict(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status409Conflict);
}

/// <summary>Which pack a channel is to be judged by.</summary>
/// <param name="Pack">Its name.</param>
/// <param name="Precision">int8 or fp32; default as the channel's pack now.</param>
public sealed record ChannelPackDto(string Pack, Precision? Precision);
