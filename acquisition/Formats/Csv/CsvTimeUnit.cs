namespace EcgEdge.Acquisition.Formats.Csv;

/// <summary>What a time column counts.</summary>
internal enum CsvTimeUnit
{
    Unknown,
    Seconds,
    Milliseconds,
    Microseconds,
    Nanoseconds,

    /// <summary>Sample numbers, which say nothing of the rate.</summary>
    Samples,
}
