using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Inference;
using EcgEdge.Inference.Baseline;

namespace EcgEdge.Agent.Store;

/// <summary>Stored baselines, given back to the models that can go on from them. For any thread.</summary>
public sealed class BaselineMemory(EcgStore store, ILogger<BaselineMemory> log) : IBaselineMemory
{
    public BaselineOrigin? Recall(ChannelOptions channel, BeatAnalyzer analyzer, double sampleRateHz)
    {
        var manifest = analyzer.Pack.Manifest;
        if (analyzer.Baseline is not { } baseline) return null;
        try
        {
            if (store.Baselines.Find(channel.Wearer, channel.Name, manifest.Pack) is not { } stored) return Anew(channel, "none is stored");
            if (stored.PackVersion != manifest.Version)
                return Anew(channel, $"the stored one is of {manifest.Pack} {stored.PackVersion}, and the pack is {manifest.Version}");
            if (stored.SampleRateHz != sampleRateHz)
                return Anew(channel, FormattableString.Invariant($"the stored one is of {stored.SampleRateHz} Hz, and the source gives {sampleRateHz} Hz"));
            baseline.Load(stored.Data);
            log.LogInformation(
                "Channel {Channel}: what is usual for {Wearer} is known since {Since:u}", channel.Name, channel.Wearer, stored.Origin?.Since);
            return stored.Origin;
        }
        catch (Exception e) when (e is StoreException or SnapshotException)
        {
            return Anew(channel, e.Message);
        }
    }

    public void Forget(ChannelOptions channel, string pack) => store.Baselines.Forget(channel.Name, channel.Wearer, pack);

    private BaselineOrigin? Anew(ChannelOptions channel, string why)
    {
        log.LogInformation("Channel {Channel}: what is usual for {Wearer} is learned anew: {Why}", channel.Name, channel.Wearer, why);
        return null;
    }
}
