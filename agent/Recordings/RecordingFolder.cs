using EcgEdge.Acquisition.Formats;

namespace EcgEdge.Agent.Recordings;

/// <summary>The recordings on disk: a folder for each channel, with its segments. For any thread; nothing is held open.</summary>
/// <param name="path">Full path of the folder of all recordings.</param>
public sealed class RecordingFolder(string path)
{
    public string Path => path;

    /// <summary>Every segment of every channel, or of one, oldest first; what cannot be read is left out.</summary>
    /// <param name="channel">Name of the channel; null for all.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlyList<SegmentInfo> Segments(string? channel = null)
    {
        var found = new List<SegmentInfo>();
        foreach (var folder in ChannelFolders(channel))
        {
            foreach (var header in Directory.EnumerateFiles(folder, "*.hea"))
            {
                if (!SegmentName.IsRecord(System.IO.Path.GetFileName(folder), System.IO.Path.GetFileNameWithoutExtension(header))) continue;
                try
                {
                    found.Add(SegmentInfo.Read(header));
                }
                catch (Exception e) when (e is EcgFormatException or FileNotFoundException)
                {
                    // Damaged, which the recorder told at its start; or deleted since it was listed.
                }
            }
        }

        return [.. found.OrderBy(s => s.StartedAt).ThenBy(s => s.FirstIndex)];
    }

    /// <summary>The folders of all channels, or that of one, as far as they are there.</summary>
    public IEnumerable<string> ChannelFolders(string? channel = null)
    {
        if (channel is not null) return new[] { System.IO.Path.Combine(path, SegmentName.Folder(channel)) }.Where(Directory.Exists);
        return Directory.Exists(path) ? Directory.EnumerateDirectories(path) : [];
    }

    /// <summary>Full path of one file of a channel's recordings; null when it is none or is not there.</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="file">Name of the file, as a client gave it.</param>
    public string? Find(string channel, string file)
    {
        var folder = SegmentName.Folder(channel);
        if (!SegmentInfo.Extensions.Contains(System.IO.Path.GetExtension(file)) || !SegmentName.IsRecord(folder, System.IO.Path.GetFileNameWithoutExtension(file)))
            return null;
        var full = System.IO.Path.Combine(path, folder, file);
        return File.Exists(full) ? full : null;
    }
}
