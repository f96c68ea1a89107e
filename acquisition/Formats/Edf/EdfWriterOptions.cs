namespace EcgEdge.Acquisition.Formats.Edf;

/// <summary>What an EDF+ file says beside its samples.</summary>
public sealed record EdfWriterOptions
{
    /// <summary>Label of each signal, at most 16 ASCII characters, such as "ECG II".</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Local start of the recording, 1985 to 2084; fractions of a second go into the annotations, as EDF+ asks.</summary>
    public required DateTime StartTime { get; init; }

    /// <summary>Local patient identification as EDF+ asks: code, sex, birthday, name; X for unknown.</summary>
    public string Patient { get; init; } = "X X X X";

    /// <summary>What made the recording, one ASCII word.</summary>
    public string Equipment { get; init; } = "EcgEdge";

    /// <summary>Annotations, in any order.</summary>
    public IReadOnlyList<EdfAnnotation> Annotations { get; init; } = [];
}
