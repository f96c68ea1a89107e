using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Recordings;

/// <summary>Keeps the recordings within their bounds: whole segments go, oldest first, one that is being written never.</summary>
internal static class SegmentRetention
{
    /// <summary>A segment dated before this was made while the machine's clock was not set: its age is not known.</summary>
    private static readonly DateTimeOffset s_clockWasSet = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Deletes what is too old or too much.</summary>
    /// <param name="folder">The recordings.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="now">Wall time.</param>
    /// <param name="open">Paths of the segments that are being written.</param>
    /// <returns>How many were deleted, and the bytes that are left.</returns>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    public static (int Deleted, long Bytes) Run(RecordingFolder folder, RecorderOptions options, DateTimeOffset now, IReadOnlySet<string> open)
    {
        var segments = folder.Segments().Select(s => (Info: s, s.Bytes)).ToList();
        var bytes = segments.Sum(s => s.Bytes);
        var deleted = 0;
        foreach (var (info, size) in segments.Where(s => !open.Contains(s.Info.Path)))
        {
            var isOld = info.StartedAt >= s_clockWasSet && now - info.EndedAt > TimeSpan.FromDays(options.MaxDays);
            if (!isOld && bytes <= options.MaxMegabytes * 1_000_000L) continue;
            SegmentRepair.Delete(info.Path);
            bytes -= size;
            deleted++;
        }

        return (deleted, bytes);
    }
}
