using EcgEdge.Acquisition.Signal.Quality;
using EcgEdge.Inference;

namespace EcgEdge.Agent.Pipeline;

/// <summary>
/// Sums up each minute of a channel and leaves it in a bounded journal for whoever stores it. Fed on the pipeline's thread in signal order;
/// allocates nothing and never waits.
/// </summary>
public sealed class MinuteCollector
{
    /// <summary>Minutes kept: of a replay, as many pass in a second or two.</summary>
    private const int MinutesKept = 256;

    private readonly LiveSignal _signal;
    private readonly MinuteRecord _current = new();
    private IReadOnlyList<string> _classes;
    private long _minute = -1, _expected = -1;

    /// <param name="signal">The channel's signal, for times.</param>
    /// <param name="classes">Class names of its pack.</param>
    /// <param name="first">Number of the first minute.</param>
    public MinuteCollector(LiveSignal signal, IReadOnlyList<string> classes, long first = 0)
    {
        (_signal, _classes) = (signal, classes);
        Finished = new Journal<MinuteRecord>(MinutesKept, () =>
        {
            var slot = new MinuteRecord();
            slot.Begin(0, classes);
            return slot;
        }, first);
        _current.Begin(0, classes);
    }

    /// <summary>The minutes that are over, for readers on any thread.</summary>
    public Journal<MinuteRecord> Finished { get; }

    /// <summary>A block of samples has come; before what is in it is told.</summary>
    internal void OnBlock(long first, int count)
    {
        if (_expected >= 0 && first > _expected) AddGap(_signal.TimeOf(_expected).UtcTicks, _signal.TimeOf(first).UtcTicks);
        _expected = first + count;
    }

    /// <summary>An RR interval has ended; null for one that is not known.</summary>
    internal void OnRr(double? seconds)
    {
        if (seconds is { } known) _current.AddRr(known);
    }

    internal void OnBeat(BeatVerdict verdict) => _current.AddBeat(verdict.ClassIndex, verdict.Anomalous);

    /// <summary>The second that ends with this sample.</summary>
    internal void OnSecond(long index, QualityReport quality, in VitalSigns vitals)
    {
        Enter(_signal.TimeOf(index).UtcTicks / TimeSpan.TicksPerMinute);
        _current.AddSecond(quality.Value, (quality.Reasons & QualityReason.LeadsOff) != 0, vitals);
    }

    /// <summary>Another pack judges from here on, and has its own classes.</summary>
    internal void Use(IReadOnlyList<string> classes)
    {
        _classes = classes;
        Finish();
    }

    /// <summary>Hands on what there is of the minute.</summary>
    internal void Finish()
    {
        if (!_current.IsEmpty)
        {
            _current.CopyTo(Finished.Begin());
            Finished.Publish();
        }

        _current.Begin(_minute * TimeSpan.TicksPerMinute, _classes);
    }

    private void Enter(long minute)
    {
        if (minute == _minute) return;
        _minute = minute;
        Finish();
    }

    /// <summary>Lost samples belong to the minutes they fall in; whole minutes without any have no summary.</summary>
    private void AddGap(long from, long to)
    {
        var (before, after) = (from / TimeSpan.TicksPerMinute, to / TimeSpan.TicksPerMinute);
        Enter(before);
        _current.AddGap(Seconds(Math.Min(to, (before + 1) * TimeSpan.TicksPerMinute) - from));
        if (after == before) return;
        Enter(after);
        _current.AddGap(Seconds(to - after * TimeSpan.TicksPerMinute));
    }

    private static double Seconds(long ticks) => (double)ticks / TimeSpan.TicksPerSecond;
}
