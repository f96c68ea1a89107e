using EcgEdge.Acquisition.Signal.Quality;

namespace EcgEdge.Agent.Alerts;

/// <summary>What the technical alerts share: raised after so many bad seconds in a row, cleared after so many good ones.</summary>
public abstract class SignalRule
{
    private readonly SignalOptions _options;
    private long _lastBad;
    private int _bad, _good;

    private protected SignalRule(string kind, SignalOptions options, AlertContext context)
    {
        (_options, Context) = (options, context);
        Episode = new AlertEpisode(kind, options, context);
    }

    private protected AlertContext Context { get; }

    private protected AlertEpisode Episode { get; }

    /// <summary>Sample at which the bad stretch began.</summary>
    private protected long Since { get; private set; }

    /// <summary>Lowest signal quality within it.</summary>
    private protected float Lowest { get; private set; }

    /// <summary>Seconds of it so far.</summary>
    private protected double Seconds => Context.Seconds(_lastBad - Since);

    private protected int AfterSeconds => _options.AfterSeconds;

    /// <summary>Takes the quality of the second that ends with this sample; gives the alert when it changed, else null.</summary>
    public Alert? Take(long index, QualityReport quality)
    {
        if (!IsBad(quality))
        {
            _good++;
            if (Episode.Open is null) _bad = 0;
            else if (_good >= _options.ClearSeconds) return Clear(index);
            return null;
        }

        if (_bad++ == 0) Begin(index + 1 - Context.Samples(1));
        (_good, _lastBad, Lowest) = (0, index + 1, Math.Min(Lowest, quality.Value));
        if (_bad >= _options.AfterSeconds && Episode.CanRaise(index)) return Episode.Raise(Since, index, Evidence());
        return Episode.IsDue(index) ? Episode.Update(index, Evidence()) : null;
    }

    public Alert? End(long index) => Episode.End(index);

    private protected abstract bool IsBad(QualityReport quality);

    private protected abstract AlertEvidence Evidence();

    /// <summary>Raises it at once for a bad stretch of known length, where that may be.</summary>
    private protected Alert? RaiseAtOnce(long from, long to)
    {
        if (!Episode.CanRaise(to)) return null;
        Begin(from);
        (_bad, _good, _lastBad) = (1, 0, to);
        return Episode.Raise(from, to, Evidence());
    }

    /// <summary>The bad stretch reaches up to this sample.</summary>
    private protected void Extend(long to) => (_good, _lastBad) = (0, to);

    private void Begin(long index) => (Since, Lowest) = (Math.Max(0, index), 1);

    private Alert Clear(long index)
    {
        _bad = 0;
        return Episode.Clear(index, Evidence());
    }
}
