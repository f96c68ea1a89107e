namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>
/// Encodes one signal piece by piece into the bytes of its file, and keeps what its header says in the end: length, first sample, checksum.
/// A voltage beyond what the format holds becomes the nearest one it does, and is counted.
/// </summary>
public sealed class WfdbSignalEncoder
{
    private const int Piece = 1024;

    private readonly WfdbWriterOptions _options;
    private readonly WfdbFormat _format;
    private readonly double _scale;
    private int _first, _sum;

    /// <param name="options">One lead name, gain, units and a format of whole bytes a sample: 16, 24, 32, 61, 80 or 160.</param>
    /// <exception cref="ArgumentException">The options are none of these.</exception>
    public WfdbSignalEncoder(WfdbWriterOptions options)
    {
        _options = options;
        _format = WfdbFormat.Get(options.Format, nameof(options));
        if (_format.GroupSamples != 1 || _format.Code == 8)
            throw new ArgumentException($"signal format {options.Format} cannot be written piece by piece", nameof(options));
        _scale = options.UnitsPerMillivolt;
    }

    /// <summary>Samples encoded.</summary>
    public long Length { get; private set; }

    /// <summary>Of them, those whose voltage the format does not hold.</summary>
    public long Clipped { get; private set; }

    public int BytesPerSample => _format.GroupBytes;

    /// <summary>Encodes the next samples.</summary>
    /// <param name="millivolts">Millivolts; NaN is a missing sample.</param>
    /// <param name="packed">Receives <see cref="BytesPerSample"/> bytes for each.</param>
    public void Encode(ReadOnlySpan<float> millivolts, Span<byte> packed)
    {
        Span<int> samples = stackalloc int[Piece];
        for (var from = 0; from < millivolts.Length; from += Piece)
        {
            var part = samples[..Math.Min(Piece, millivolts.Length - from)];
            for (var i = 0; i < part.Length; i++) part[i] = Digital(millivolts[from + i]);
            _format.Encode(part, packed[(from * BytesPerSample)..]);
            Count(part);
        }
    }

    /// <summary>Counts samples that an earlier encoder wrote. Bytes beyond the last whole sample are passed over.</summary>
    /// <param name="packed">The signal file, from its beginning.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Resume(Stream packed)
    {
        var bytes = new byte[Piece * BytesPerSample];
        Span<int> samples = stackalloc int[Piece];
        int read;
        while ((read = packed.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)) >= BytesPerSample)
        {
            var part = samples[..(read / BytesPerSample)];
            _format.Decode(bytes, part);
            Count(part);
        }
    }

    /// <summary>The header as it must be now.</summary>
    /// <param name="name">Record name; the signal file is name.dat.</param>
    /// <param name="rateHz">Samples per second.</param>
    /// <param name="isComplete">False while samples are still being written: such a header says neither length nor checksum.</param>
    /// <exception cref="ArgumentException">Name, rate or lead is wrong.</exception>
    public string Header(string name, double rateHz, bool isComplete)
    {
        WfdbHeaderText.Check(name, rateHz, 1, _options);
        return WfdbHeaderText.Of(name, rateHz, isComplete ? Length : null, _options, _format, [(_first, _sum)]);
    }

    private int Digital(float millivolts)
    {
        if (float.IsNaN(millivolts)) return _format.Invalid;
        var value = Math.Round(millivolts * _scale + _options.Baseline);
        if (value >= _format.Min && value <= _format.Max) return (int)value;
        Clipped++;
        return value < 0 ? _format.Min : _format.Max;
    }

    private void Count(ReadOnlySpan<int> samples)
    {
        if (Length == 0 && samples.Length > 0) _first = samples[0];
        foreach (var sample in samples) _sum = unchecked(_sum + sample);
        Length += samples.Length;
    }
}
