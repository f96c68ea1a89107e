using EcgEdge.Acquisition.Formats.Wfdb;

namespace EcgEdge.Agent.Recordings;

/// <summary>A stretch of one channel's signal that is to be written to a file: the strip of an alert, or a part of the recordings.</summary>
public sealed record Excerpt
{
    /// <summary>Name of the record or file: letters, digits, _ and -.</summary>
    public required string Name { get; init; }

    public required double SampleRateHz { get; init; }

    /// <summary>Wall time of the first sample, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>What the first sample is called in a table.</summary>
    public required long FirstIndex { get; init; }

    /// <summary>Samples.</summary>
    public required long Length { get; init; }

    /// <summary>Reads the signal from its beginning, piece by piece: millivolts, NaN for a missing sample.</summary>
    public required Func<IEnumerable<float[]>> Read { get; init; }

    /// <summary>Beats and alerts, in order.</summary>
    public required IReadOnlyList<ExcerptMark> Marks { get; init; }

    /// <summary>What a header should say about it, in lines.</summary>
    public required IReadOnlyList<string> Comments { get; init; }

    /// <summary>Whose heart it is; null to leave that out.</summary>
    public string? Wearer { get; init; }
}

/// <summary>A beat or an alert within an excerpt.</summary>
/// <param name="Annotation">As WFDB has it; its sample counts from the excerpt's first.</param>
/// <param name="Label">As people read it: the class of the beat, or what the alert says.</param>
public sealed record ExcerptMark(WfdbAnnotation Annotation, string Label);
