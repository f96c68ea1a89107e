using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Synthesis;

/// <summary>The synthetic heart as a source: what runs when there is neither hardware nor a file.</summary>
public sealed class SyntheticSource : IEcgSource
{
    private const double BlockSeconds = 0.04;

    private readonly SyntheticHeart _heart;
    private readonly SampleClock _clock;
    private readonly int _blockSamples;
    private long _index;

    /// <param name="options">The heart.</param>
    /// <param name="speed">Multiple of real time; positive infinity gives samples as fast as they are read.</param>
    /// <param name="time">Clock.</param>
    public SyntheticSource(SyntheticHeartOptions options, double speed, TimeProvider time)
    {
        _heart = new SyntheticHeart(options);
        _clock = new SampleClock(options.SampleRateHz, speed, time);
        _blockSamples = Math.Max(1, (int)(BlockSeconds * options.SampleRateHz));
        var text = FormattableString.Invariant($"synthetic heart, {options.HeartRateBpm:0.#} bpm, seed {options.Seed}");
        Description = new SourceDescription("synthetic", text, options.SampleRateHz, HasRhythm: true, !double.IsPositiveInfinity(speed));
    }

    public SourceDescription Description { get; }

    public SourceHealth Health { get; } = new();

    public void Open() => _clock.Start(TimeSpan.Zero);

    public bool Read(SampleBlock block, CancellationToken cancellation)
    {
        var count = Math.Min(_blockSamples, block.Capacity);
        _clock.WaitFor(_index + count, cancellation);
        for (var i = 0; i < count; i++) block.Millivolts[i] = _heart.Next();
        _clock.Stamp(block, _index, count);
        _index += count;
        return true;
    }

    public void Dispose() => _clock.Dispose();
}
