using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Wfdb;

namespace EcgEdge.Agent.Analyses;

/// <summary>Finds among the files of an upload the recording that is meant.</summary>
internal static class UploadedRecord
{
    private const string Header = ".hea";

    /// <param name="files">The files.</param>
    /// <param name="record">Name of the record or file; null when there is but one.</param>
    /// <returns>Path of a file, or of a WFDB record's header.</returns>
    /// <exception cref="UploadException">There is none, or it is not clear which.</exception>
    /// <exception cref="EcgFormatException">A header is not what it should be.</exception>
    public static string Find(IReadOnlyList<string> files, string? record)
    {
        var headers = files.Where(f => f.EndsWith(Header, StringComparison.OrdinalIgnoreCase)).ToArray();
        string[] candidates = headers.Length == 0 ? [.. files] : headers.Length == 1 ? headers : [.. headers.Except(SegmentsOf(headers))];
        if (record is not null) candidates = [.. (headers.Length == 0 ? files : headers).Where(f => Name(f) == record || Path.GetFileName(f) == record)];
        if (candidates.Length == 1) return candidates[0];
        var there = string.Join(", ", files.Take(8).Select(Path.GetFileName)) + (files.Count > 8 ? " ..." : "");
        if (record is not null) throw Unclear($"there is no single record '{UploadName.Shown(record)}'; there is: {there}");
        throw Unclear(files.Count == 0
            ? "no file; expected a WFDB record's files, or one EDF, BDF, CSV, ARFF, TS or text file"
            : $"{candidates.Length} recordings in {files.Count} files ({there}); say which with record=");
    }

    private static string Name(string path) => Path.GetFileNameWithoutExtension(path);

    private static IEnumerable<string> SegmentsOf(string[] headers) => headers
        .Select(WfdbHeader.Read).SelectMany(h => h.Segments.Where(s => !s.IsGap).Select(s => Path.Combine(h.Folder, s.Name) + Header));

    private static UploadException Unclear(string message) => new(StatusCodes.Status400BadRequest, message);
}
