namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>
/// An annotation file written as the annotations come. It ends with the end mark after every <see cref="Flush"/>, so that it is a whole
/// file at any time, whatever becomes of the writer.
/// </summary>
public sealed class WfdbAnnotationLog : IDisposable
{
    private readonly WfdbAnnotationWriter _writer = new();
    private readonly FileStream _file;

    private WfdbAnnotationLog(FileStream file) => _file = file;

    /// <summary>Starts a new file.</summary>
    /// <exception cref="IOException">It exists, or cannot be written.</exception>
    public static WfdbAnnotationLog Create(string path)
    {
        // Without a buffer: each flush is one write, which a killed process has done or has not.
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var log = new WfdbAnnotationLog(file);
        try
        {
            file.Write(WfdbAnnotationWriter.EndMark);
            return log;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes the next annotation; it is written by <see cref="Flush"/>.</summary>
    /// <exception cref="ArgumentException">It cannot be expressed.</exception>
    public void Add(WfdbAnnotation annotation) => _writer.Add(annotation);

    /// <summary>Writes what was added.</summary>
    /// <param name="toDisk">Whether to wait until it is safe from a power cut.</param>
    /// <exception cref="IOException">It cannot be written; the file is as it was.</exception>
    public void Flush(bool toDisk)
    {
        var bytes = _writer.Take();
        if (bytes.Length > 0)
        {
            var end = _file.Length;
            try
            {
                _file.Position = end - WfdbAnnotationWriter.EndMark.Length;
                _file.Write([.. bytes, .. WfdbAnnotationWriter.EndMark]);
            }
            catch (IOException)
            {
                Restore(end);
                throw;
            }
        }

        if (toDisk) _file.Flush(flushToDisk: true);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Cuts off what was half written; the two bytes of the old end mark have room of their own already.</summary>
    private void Restore(long end)
    {
        _file.SetLength(end);
        _file.Position = end - WfdbAnnotationWriter.EndMark.Length;
        _file.Write(WfdbAnnotationWriter.EndMark);
    }
}
