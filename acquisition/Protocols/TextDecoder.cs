namespace EcgEdge.Acquisition.Protocols;

/// <summary>
/// Decodes the text protocol (<see cref="TextLine"/>). A line that cannot be read, or whose value the converter cannot have given (two lines
/// run together), is one missing sample; where lines carry times, those tell exactly.
/// </summary>
/// <param name="sampleRateHz">Samples per second.</param>
/// <param name="bits">Bits of the converter.</param>
/// <param name="startsMidLine">Whether the first line may be the end of one.</param>
public sealed class TextDecoder(double sampleRateHz, int bits, bool startsMidLine) : IFrontEndDecoder
{
    private const int LongestLine = 64;

    private readonly byte[] _line = new byte[LongestLine];
    private readonly DeviceTime _time = new(sampleRateHz);
    private int _length;
    private bool _passOver = startsMidLine, _hasTime;

    public bool IsNumbered => _hasTime;

    public void Decode(ReadOnlySpan<byte> bytes, IFrontEndListener listener)
    {
        foreach (var b in bytes)
        {
            if (b is not ((byte)'\n' or (byte)'\r'))
            {
                // One byte more than fits marks a line as too long.
                if (_length < LongestLine) _line[_length] = b;
                _length = Math.Min(_length + 1, LongestLine + 1);
            }
            else if (_length > 0)
            {
                if (!_passOver) Take(listener);
                _passOver = false;
                _length = 0;
            }
        }
    }

    private void Take(IFrontEndListener listener)
    {
        if (_length > LongestLine || !TextLine.TryParse(_line.AsSpan(0, _length), out var line) || !IsPossible(line.Counts))
        {
            listener.OnGarbled(_length);
            if (!_hasTime) listener.OnLost(1);
            return;
        }

        if (line.Time is { } time) Follow(time, listener);
        listener.OnSample(line.Counts, line.Leads);
    }

    private void Follow(uint time, IFrontEndListener listener)
    {
        _hasTime = _time.Fits != false;
        var missing = _time.Take(time);
        if (missing < 0) listener.OnRestart();
        else if (missing > 0) listener.OnLost(missing);
    }

    /// <summary>Whether a converter of so many bits can give the value, signed or not.</summary>
    private bool IsPossible(int counts) => counts >= -(1 << (bits - 1)) && counts < 1 << bits;
}
