namespace EcgEdge.Agent.Options;

/// <summary>By what it is seen that a file has changed.</summary>
/// <param name="Path">The file.</param>
/// <param name="WrittenAt">When it was written last, UTC; the default where it is missing.</param>
/// <param name="Bytes">Its length; -1 where it is missing.</param>
internal readonly record struct FileStamp(string Path, DateTime WrittenAt, long Bytes)
{
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(path, file.LastWriteTimeUtc, file.Length) : new FileStamp(path, default, -1);
    }
}
