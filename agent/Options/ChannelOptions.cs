using System.ComponentModel.DataAnnotations;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Options;

/// <summary>One wearer's channel.</summary>
public sealed record ChannelOptions
{
    /// <summary>Name in topics and on the page.</summary>
    public string Name { get; init; } = "ecg";

    /// <summary>Whose heart it is; a name or a number.</summary>
    public string Wearer { get; init; } = "wearer";

    /// <summary>Model pack.</summary>
    public string Pack { get; init; } = "ecg5000";

    /// <summary>Which of the pack's files are run.</summary>
    public Precision Precision { get; init; } = Precision.Int8;

    /// <summary>Mains frequency where this is worn: 50 or 60 Hz; none to have it detected.</summary>
    [AllowedValues(50, 60, null)]
    public int? MainsHz { get; init; }

    /// <summary>What the trace on the page and in strips shows: <c>monitor</c> (0.5 to 40 Hz) or <c>diagnostic</c> (0.05 to 150 Hz).</summary>
    public FilterBand Trace { get; init; } = FilterBand.Monitor;

    public SourceOptions Source { get; init; } = new();

    public IEnumerable<string> Validate(string key)
    {
        if (MqttTopics.Problem($"{key}:Name", Name) is { } problem) yield return problem;
        if (MainsHz is not (null or 50 or 60)) yield return $"{key}:MainsHz is {MainsHz}; expected 50 or 60, or none to have it detected.";
        foreach (var error in Source.Validate($"{key}:Source")) yield return error;
    }
}
