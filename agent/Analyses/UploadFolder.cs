namespace EcgEdge.Agent.Analyses;

/// <summary>A folder of one upload within the storage folder, bounded in bytes and files; deleted with all in it.</summary>
internal sealed class UploadFolder : IDisposable
{
    public const int MostFiles = 64;

    private const int BufferBytes = 1 << 16;
    private const long SpareBytes = 64 << 20;

    private readonly string _path;
    private readonly long _maxBytes;
    private long _bytes;
    private int _files;

    /// <param name="parent">Folder of all uploads.</param>
    /// <param name="maxBytes">Most bytes that the files may have together.</param>
    public UploadFolder(string parent, long maxBytes)
    {
        _path = Directory.CreateDirectory(Path.Combine(parent, Guid.NewGuid().ToString("N"))).FullName;
        _maxBytes = maxBytes;
    }

    /// <summary>The files, wherever in the folder.</summary>
    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(_path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>Path of a file of the agent's own within the folder.</summary>
    public string this[string name] => Path.Combine(_path, name);

    /// <summary>Copies a stream into a new file.</summary>
    /// <param name="from">What is sent.</param>
    /// <param name="parts">Checked parts of its path within the folder.</param>
    /// <param name="place">What to call it in an error.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <param name="maxBytes">Most bytes it may have, beside the folder's bound.</param>
    /// <returns>Its path and length.</returns>
    /// <exception cref="UploadException">It is too large, has the name of another, cannot be read, or the disk is full.</exception>
    public async Task<(string Path, long Length)> AddAsync(Stream from, string[] parts, string place, CancellationToken cancellation, long maxBytes = long.MaxValue)
    {
        if (++_files > MostFiles) throw new UploadException(StatusCodes.Status413PayloadTooLarge, $"{place}: more than {MostFiles} files");
        var path = Path.Combine([_path, .. parts]);
        FileStream to;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes);
        }
        catch (IOException) when (Path.Exists(path) || parts.Length > 1)
        {
            throw new UploadException(StatusCodes.Status400BadRequest, $"{place}: another file has that name");
        }

        await using (to)
        {
            var buffer = new byte[BufferBytes];
            long length = 0;
            while (await ReadAsync(from, buffer, place, cancellation) is > 0 and var count)
            {
                length += count;
                if (_bytes + length > _maxBytes)
                    throw new UploadException(StatusCodes.Status413PayloadTooLarge, $"{place}: more than {_maxBytes >> 20} MB in all");
                if (length > maxBytes) throw new UploadException(StatusCodes.Status413PayloadTooLarge, $"{place}: grows to more than its size in the zip allows");
                await WriteAsync(to, buffer.AsMemory(0, count), place, cancellation);
            }

            _bytes += length;
            return (path, length);
        }
    }

    /// <summary>Gives a file another name, and counts it no longer: what it holds is to take its place.</summary>
    public void SetAside(string path, string name)
    {
        _bytes -= new FileInfo(path).Length;
        _files--;
        File.Move(path, name);
    }

    /// <summary>Makes sure that the disk keeps room for what the monitoring itself has to store.</summary>
    /// <exception cref="UploadException">It would not.</exception>
    public void CheckRoom(long? length)
    {
        var free = new DriveInfo(_path).AvailableFreeSpace;
        if (free < Math.Min(length ?? _maxBytes, _maxBytes) + SpareBytes)
            throw new UploadException(StatusCodes.Status507InsufficientStorage, $"the disk has {free >> 20} MB left, which are kept for monitoring");
    }

    /// <summary>Deletes the files, not the folder.</summary>
    public void Clear()
    {
        foreach (var file in Files) File.Delete(file);
    }

    public void Dispose()
    {
        if (Directory.Exists(_path)) Directory.Delete(_path, recursive: true);
    }

    private static async ValueTask<int> ReadAsync(Stream from, byte[] buffer, string place, CancellationToken cancellation)
    {
        try
        {
            return await from.ReadAsync(buffer, cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidDataException && e is not BadHttpRequestException)
        {
            throw new UploadException(StatusCodes.Status400BadRequest, $"{place}: cannot be read to its end ({UploadName.Shown(e.Message)})");
        }
    }

    private static async ValueTask WriteAsync(FileStream to, ReadOnlyMemory<byte> bytes, string place, CancellationToken cancellation)
    {
        try
        {
            await to.WriteAsync(bytes, cancellation);
        }
        catch (IOException e)
        {
            throw new UploadException(StatusCodes.Status507InsufficientStorage, $"{place}: cannot be kept ({e.HResult:x8})");
        }
    }
}
