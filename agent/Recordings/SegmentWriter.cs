using System.Buffers;
using EcgEdge.Acquisition.Formats.Wfdb;

namespace EcgEdge.Agent.Recordings;

/// <summary>
/// The segment that is being written. Its header says neither length nor checksum until the signal is finished; its annotation file is
/// whole after every write. A killed agent leaves a record that can be read as far as it goes, and that <see cref="SegmentRepair"/> finishes.
/// </summary>
internal sealed class SegmentWriter : IDisposable
{
    private const int PieceSamples = 1 << 14;

    private readonly string _path;
    private readonly double _rate;
    private readonly WfdbSignalEncoder _encoder;
    private readonly FileStream _signal;
    private readonly WfdbAnnotationLog _annotations;
    private bool _finished;

    private SegmentWriter(SegmentInfo info, WfdbSignalEncoder encoder, FileStream signal, WfdbAnnotationLog annotations)
    {
        (_path, _rate, FirstIndex, StartedAt) = (info.Path, info.SampleRateHz, info.FirstIndex, info.StartedAt);
        (_encoder, _signal, _annotations) = (encoder, signal, annotations);
    }

    /// <summary>Sample index of the first sample.</summary>
    public long FirstIndex { get; }

    public DateTimeOffset StartedAt { get; }

    public double SampleRateHz => _rate;

    /// <summary>Sample index after the last sample.</summary>
    public long End => FirstIndex + _encoder.Length;

    /// <summary>Samples beyond the range that is stored.</summary>
    public long Clipped => _encoder.Clipped;

    public string Path => _path;

    /// <summary>Begins a segment; what is there already is never written over.</summary>
    /// <param name="info">What it will be; of its path the folder and the wish for a name count.</param>
    /// <exception cref="IOException">The files cannot be made.</exception>
    public static SegmentWriter Create(SegmentInfo info)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(info.Path)!);
        var number = 1;
        string path;
        do path = SegmentName.Numbered(info.Path, number++);
        while (SegmentInfo.Extensions.Any(e => File.Exists(path + e)));

        info = info with { Path = path };
        var comments = SegmentInfo.Comments(info.Channel, info.StartedAt, info.Run, info.FirstIndex);
        var encoder = new WfdbSignalEncoder(RecordedSignal.Options(info.StartedAt, comments));
        var signal = new FileStream(info.SignalPath, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        WfdbAnnotationLog? annotations = null;
        try
        {
            annotations = WfdbAnnotationLog.Create(info.AnnotationPath);
            DurableFile.Replace(info.HeaderPath, encoder.Header(info.Name, info.SampleRateHz, isComplete: false));
            return new SegmentWriter(info, encoder, signal, annotations);
        }
        catch
        {
            annotations?.Dispose();
            signal.Dispose();
            throw;
        }
    }

    /// <summary>Appends samples, millivolts, NaN for a missing one.</summary>
    /// <exception cref="IOException">The disk does not take them; the segment can only be abandoned now.</exception>
    public void Append(ReadOnlySpan<float> samples)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Min(samples.Length, PieceSamples) * RecordedSignal.BytesPerSample);
        try
        {
            while (samples.Length > 0)
            {
                var piece = samples[..Math.Min(samples.Length, PieceSamples)];
                _encoder.Encode(piece, bytes);
                _signal.Write(bytes.AsSpan(0, piece.Length * RecordedSignal.BytesPerSample));
                samples = samples[piece.Length..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Appends missing samples.</summary>
    /// <exception cref="IOException">The disk does not take them.</exception>
    public void AppendGap(long samples)
    {
        Span<float> missing = stackalloc float[1024];
        missing.Fill(float.NaN);
        for (; samples > 0; samples -= Math.Min(samples, missing.Length)) Append(missing[..(int)Math.Min(samples, missing.Length)]);
    }

    /// <summary>Takes the next annotation, its sample counted from the segment's first; in order.</summary>
    public void Annotate(WfdbAnnotation annotation) => _annotations.Add(annotation);

    /// <summary>Writes the annotations taken.</summary>
    /// <param name="toDisk">Whether to wait until they and the samples are safe from a power cut.</param>
    /// <exception cref="IOException">The disk does not take them.</exception>
    public void Flush(bool toDisk)
    {
        if (toDisk && !_finished) _signal.Flush(flushToDisk: true);
        _annotations.Flush(toDisk);
    }

    /// <summary>Ends the signal; annotations may still follow until the segment is disposed.</summary>
    /// <exception cref="IOException">The disk does not take it; the record can be read as far as it goes, and is finished by the repair.</exception>
    public void Finish()
    {
        Flush(toDisk: true);
        DurableFile.Replace(_path + ".hea", _encoder.Header(System.IO.Path.GetFileName(_path), _rate, isComplete: true));
        _finished = true;
        _signal.Dispose();
    }

    public void Dispose()
    {
        _signal.Dispose();
        _annotations.Dispose();
    }
}
