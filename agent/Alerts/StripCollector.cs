using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Alerts;

/// <summary>Cuts the strip of each alert out of the live signal as soon as its last sample is there.</summary>
public sealed class StripCollector(AlertOptions options, string channel, LiveSignal signal, BeatJournal beats)
{
    private AlertOptions _options = options;
    private readonly List<Pending> _pending = [];
    private readonly BeatRecord _beat = new();
    private long _nextDue = long.MaxValue;

    /// <summary>Strips planned from now on are as long as this says.</summary>
    public void Use(AlertOptions changed) => _options = changed;

    /// <summary>Plans the strip of an alert that has just been raised.</summary>
    public void Plan(Alert alert, long raisedIndex)
    {
        // An episode may have begun long before it is known, when samples were lost: no further back than the signal is kept.
        var from = Math.Max(raisedIndex - signal.Capacity / 2, alert.StartIndex - (long)(_options.StripBeforeSeconds * signal.SampleRateHz));
        from = Math.Max(0, from);
        var to = raisedIndex + (long)(_options.StripAfterSeconds * signal.SampleRateHz);
        _pending.Add(new Pending(alert.Id, from, to));
        _nextDue = Math.Min(_nextDue, to);
    }

    /// <summary>Whether a strip is complete once samples up to this index are there. Costs one comparison.</summary>
    public bool IsDue(long end) => end >= _nextDue;

    /// <summary>Gives every strip that is complete; at the end of the signal, all of them as far as they go.</summary>
    public void Collect(long end, bool isLast, IAlertSink sink)
    {
        for (var i = _pending.Count - 1; i >= 0; i--)
        {
            var strip = _pending[i];
            if (!isLast && end < strip.To) continue;
            sink.Take(Cut(strip, Math.Clamp(end, strip.From, strip.To)));
            _pending.RemoveAt(i);
        }

        _nextDue = _pending.Count == 0 ? long.MaxValue : _pending.Min(p => p.To);
    }

    private Strip Cut(Pending strip, long to) => new()
    {
        AlertId = strip.Alert,
        Channel = channel,
        SampleRateHz = signal.SampleRateHz,
        FirstIndex = strip.From,
        At = signal.TimeOf(strip.From),
        Millivolts = signal.Copy(strip.From, to),
        Beats = BeatsBetween(strip.From, to),
    };

    private List<StripBeat> BeatsBetween(long from, long to)
    {
        var found = new List<StripBeat>();
        var cursor = Math.Max(0, beats.End - beats.Capacity);
        while (beats.TryRead(ref cursor, _beat, out _))
        {
            if (_beat.StartIndex >= from && _beat.StartIndex < to)
                found.Add(new StripBeat(_beat.StartIndex, _beat.ClassName, _beat.Anomalous));
        }

        return found;
    }

    private readonly record struct Pending(Guid Alert, long From, long To);
}
