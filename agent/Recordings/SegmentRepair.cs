using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Wfdb;

namespace EcgEdge.Agent.Recordings;

/// <summary>Finishes what a killed agent or a full disk left unfinished: length and checksum in the header, whole annotations.</summary>
internal static class SegmentRepair
{
    /// <summary>Mends one channel's folder, in which nobody writes now.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="finished">Told each segment that was finished, and each that could not be, with the reason.</param>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public static void Run(string folder, Action<string, string?> finished)
    {
        var names = Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).ToList();
        foreach (var draft in names.Where(n => n.EndsWith(".new", StringComparison.Ordinal))) File.Delete(Path.Combine(folder, draft));
        var records = names.Select(n => Path.GetFileNameWithoutExtension(n)).Where(n => SegmentName.IsRecord(Path.GetFileName(folder), n)).Distinct();
        foreach (var record in records.Order(StringComparer.Ordinal))
        {
            var path = Path.Combine(folder, record);
            try
            {
                if (!File.Exists(path + ".hea"))
                {
                    if (new FileInfo(path + ".dat") is not { Exists: true, Length: > 0 }) Delete(path);
                    continue;
                }

                var info = SegmentInfo.Read(path);
                if (info.IsComplete) continue;
                if (info.Length == 0) Delete(path);
                else Finish(info);
                finished(record, null);
            }
            catch (EcgFormatException e)
            {
                finished(record, e.Message);
            }
        }
    }

    private static void Finish(SegmentInfo info)
    {
        var encoder = new WfdbSignalEncoder(
            RecordedSignal.Options(info.StartedAt, SegmentInfo.Comments(info.Channel, info.StartedAt, info.Run, info.FirstIndex)));
        using (var signal = new FileStream(info.SignalPath, FileMode.Open, FileAccess.ReadWrite))
        {
            signal.SetLength(info.Length * RecordedSignal.BytesPerSample);
            encoder.Resume(signal);
            signal.Flush(flushToDisk: true);
        }

        WfdbAnnotationRepair.Run(info.AnnotationPath, info.Length);
        DurableFile.Replace(info.HeaderPath, encoder.Header(info.Name, info.SampleRateHz, isComplete: true));
    }

    /// <summary>Deletes a segment; its header first, so that none is left without its signal.</summary>
    public static void Delete(string path)
    {
        foreach (var extension in SegmentInfo.Extensions) File.Delete(path + extension);
    }
}
