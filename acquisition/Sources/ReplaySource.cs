namespace EcgEdge.Acquisition.Sources;

/// <summary>Plays a recording as if its samples were being taken now.</summary>
public sealed class ReplaySource : IEcgSource
{
    private readonly Recording _recording;
    private readonly ReplayOptions _options;
    private readonly SampleClock _clock;
    private long _index;
    private int _position;

    public ReplaySource(Recording recording, ReplayOptions options, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfZero(recording.Millivolts.Length, nameof(recording));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BlockSamples, nameof(options));
        _recording = recording;
        _options = options;
        _clock = new SampleClock(recording.SampleRateHz, options.Speed, time);
        Description = new SourceDescription("replay", recording.Text, recording.SampleRateHz, recording.HasRhythm, !double.IsPositiveInfinity(options.Speed));
    }

    public SourceDescription Description { get; }

    public SourceHealth Health { get; } = new();

    /// <summary>
    /// Faster than real time, signal time outruns the clock. The start is then set back so that the recording ends at the moment its
    /// replay does, and nothing is ever dated in the future.
    /// </summary>
    public void Open() =>
        _clock.Start(_options.Speed > 1 && !_options.Loop ? _recording.Duration * (1 - 1 / _options.Speed) : TimeSpan.Zero);

    public bool Read(SampleBlock block, CancellationToken cancellation)
    {
        if (_position == _recording.Millivolts.Length)
        {
            if (!_options.Loop) return false;
            // The end and the beginning of a recording do not belong together: one index is left out, which is a gap.
            _position = 0;
            _index++;
        }

        var count = Math.Min(Math.Min(_options.BlockSamples, block.Capacity), _recording.Millivolts.Length - _position);
        _clock.WaitFor(_index + count, cancellation);
        _recording.Millivolts.AsSpan(_position, count).CopyTo(block.Millivolts);
        _clock.Stamp(block, _index, count);
        _index += count;
        _position += count;
        return true;
    }

    public void Dispose() => _clock.Dispose();
}
