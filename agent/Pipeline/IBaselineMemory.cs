using EcgEdge.Agent.Options;
using EcgEdge.Inference;

namespace EcgEdge.Agent.Pipeline;

/// <summary>Where baselines are kept from one run of the agent to the next.</summary>
public interface IBaselineMemory
{
    /// <summary>
    /// Gives a channel's models what was learned of its wearer before, where it fits: the same wearer, channel, pack and version, sample rate.
    /// Else, or where the pack has no baseline, they are left as they are.
    /// </summary>
    /// <returns>Since when that was learned; null when there is nothing.</returns>
    BaselineOrigin? Recall(ChannelOptions channel, BeatAnalyzer analyzer, double sampleRateHz);

    /// <summary>Forgets what was learned of a channel's wearer with a pack.</summary>
    void Forget(ChannelOptions channel, string pack);
}
