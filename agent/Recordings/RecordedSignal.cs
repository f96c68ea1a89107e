using EcgEdge.Acquisition.Formats.Wfdb;

namespace EcgEdge.Agent.Recordings;

/// <summary>
/// How samples are kept on disk: 24 bits of 0.1 µV. That is finer than the steps of ECG front ends, holds electrode offsets up to 838 mV, and
/// a file that ends anywhere is whole but for its last sample.
/// </summary>
public static class RecordedSignal
{
    public const int BytesPerSample = 3;

    /// <summary>Steps in a millivolt.</summary>
    public const double Gain = 10_000;

    /// <summary>The name of the lead: a source has one, and does not say which.</summary>
    public const string Lead = "ECG";

    private const int Format = 24;

    /// <param name="startedAt">Wall time of the first sample.</param>
    /// <param name="comments">Comments of the header.</param>
    public static WfdbWriterOptions Options(DateTimeOffset startedAt, IReadOnlyList<string> comments) => new()
    {
        Leads = [Lead],
        Format = Format,
        Gain = Gain,
        StartTime = startedAt.UtcDateTime,
        Comments = comments,
    };
}
