using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Protocols;

/// <summary>
/// Tells the protocols apart by themselves: one whole sound frame means the binary one, two readable lines of plain ASCII the text. The
/// bytes seen until then are not lost. When what was chosen makes nothing of kilobytes, it is chosen anew.
/// </summary>
/// <param name="sampleRateHz">Samples per second.</param>
/// <param name="bits">Bits of the converter, for the text protocol.</param>
/// <param name="startsMidLine">Whether the first byte may lie within a line or frame, as on a serial line.</param>
public sealed class FrontEndDecoder(double sampleRateHz, int bits, bool startsMidLine) : IFrontEndDecoder
{
    private const int FutileBytes = 4096;

    private readonly byte[] _seen = new byte[4 * Frame.MaxLength];
    private readonly Witness _witness = new();
    private IFrontEndDecoder? _chosen;
    private int _count, _futile;

    /// <summary>What is spoken: <c>binary</c>, <c>text</c>; null as long as it is not known.</summary>
    public string? Protocol => _chosen switch { null => null, FrameDecoder => "binary", _ => "text" };

    public bool IsNumbered => _chosen is { IsNumbered: true };

    /// <summary>Begins anew, as on a line opened again; the protocol stays until it proves wrong.</summary>
    public void Restart()
    {
        if (_chosen is not null) _chosen = _chosen is FrameDecoder ? new FrameDecoder() : new TextDecoder(sampleRateHz, bits, startsMidLine);
        (_count, _futile) = (0, 0);
    }

    public void Decode(ReadOnlySpan<byte> bytes, IFrontEndListener listener)
    {
        _witness.Listener = listener;
        while (bytes.Length > 0)
        {
            if (_chosen is null)
            {
                var taken = Math.Min(bytes.Length, _seen.Length - _count);
                bytes[..taken].CopyTo(_seen.AsSpan(_count));
                _count += taken;
                bytes = bytes[taken..];
                if (Choose()) Follow(_seen.AsSpan(0, _count));
                else if (_count == _seen.Length) Forget(listener);
            }
            else
            {
                var taken = Math.Min(bytes.Length, FutileBytes);
                Follow(bytes[..taken]);
                bytes = bytes[taken..];
            }
        }
    }

    private bool Choose()
    {
        var seen = _seen.AsSpan(0, _count);
        if (FrameDecoder.Find(seen, out _)) _chosen = new FrameDecoder();
        else if (IsText(seen)) _chosen = new TextDecoder(sampleRateHz, bits, startsMidLine);
        return _chosen is not null;
    }

    private void Follow(ReadOnlySpan<byte> bytes)
    {
        _witness.HasSample = false;
        _chosen!.Decode(bytes, _witness);
        _futile = _witness.HasSample ? 0 : _futile + bytes.Length;
        if (_futile < FutileBytes) return;
        _chosen = null;
        (_count, _futile) = (0, 0);
    }

    /// <summary>Half of what was seen and said nothing makes room.</summary>
    private void Forget(IFrontEndListener listener)
    {
        var half = _seen.Length / 2;
        listener.OnGarbled(half);
        _seen.AsSpan(half).CopyTo(_seen);
        _count -= half;
    }

    /// <summary>Two readable lines, one right after the other, and not one byte that is not text.</summary>
    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        var readable = 0;
        var start = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (b is (byte)'\n' or (byte)'\r')
            {
                if (i > start) readable = TextLine.TryParse(bytes[start..i], out _) ? readable + 1 : 0;
                start = i + 1;
            }
            else if (b is < 0x20 and not (byte)'\t' or > 0x7e)
            {
                return false;
            }
        }

        return readable >= 2;
    }

    /// <summary>Hands on, and notes whether anything was understood.</summary>
    private sealed class Witness : IFrontEndListener
    {
        public IFrontEndListener Listener { get; set; } = null!;

        public bool HasSample { get; set; }

        public void OnSample(int counts, LeadState leads)
        {
            HasSample = true;
            Listener.OnSample(counts, leads);
        }

        public void OnLost(long samples) => Listener.OnLost(samples);

        public void OnRestart() => Listener.OnRestart();

        public void OnGarbled(int bytes) => Listener.OnGarbled(bytes);
    }
}
