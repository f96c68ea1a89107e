namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>Makes a whole file of an annotation file that a power cut left torn.</summary>
public static class WfdbAnnotationRepair
{
    /// <summary>Keeps every annotation that lies whole within a record's length, in order, and ends the file after them.</summary>
    /// <param name="path">The annotation file; one that is missing is made.</param>
    /// <param name="length">Samples of the record.</param>
    /// <returns>Whether the file had to be mended.</returns>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static bool Run(string path, long length)
    {
        var bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        if (TryRead(bytes) is { } whole && whole.Items.All(a => a.Sample < length)) return false;

        // Words are two bytes: the longest beginning that reads as a whole file once it is ended. Zeros that a power cut left behind read as the end.
        for (var kept = bytes.Length & ~1; kept >= 0; kept -= 2)
        {
            if (TryRead([.. bytes.AsSpan(0, kept), .. WfdbAnnotationWriter.EndMark]) is not { } annotations) continue;
            Replace(path, new WfdbAnnotations([.. annotations.Items.Where(a => a.Sample >= 0 && a.Sample < length)]));
            return true;
        }

        throw new EcgFormatException($"{Path.GetFileName(path)}: cannot be mended");
    }

    private static WfdbAnnotations? TryRead(byte[] bytes)
    {
        try
        {
            return new WfdbAnnotationReader(new MemoryStream(bytes), "").Read();
        }
        catch (EcgFormatException)
        {
            return null;
        }
    }

    private static void Replace(string path, WfdbAnnotations annotations)
    {
        var draft = path + ".new";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            file.Write(new WfdbAnnotationWriter().Write(annotations));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
