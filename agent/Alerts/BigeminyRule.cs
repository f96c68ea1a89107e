using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Alerts;

/// <summary>
/// <c>rhythm.bigeminy</c>: every other beat is ventricular, three pairs in a row, as the manuals of bedside arrhythmia monitors define it.
/// Cleared after a run of beats out of that pattern.
/// </summary>
public sealed class BigeminyRule
{
    private readonly AlertContext _context;
    private readonly BigeminyOptions _options;
    private readonly AlertEpisode _episode;
    private readonly ClassCounts _classes;
    private int _alternating, _longest, _beats, _calm;
    private long _start, _expected = -1;
    private bool _wasVentricular;

    public BigeminyRule(AlertContext context)
    {
        _context = context;
        _options = context.Options.Bigeminy;
        _episode = new AlertEpisode(AlertKind.RhythmBigeminy, _options, context);
        _classes = new ClassCounts(context.Origin.Classes);
    }

    /// <summary>Takes a beat; gives the alert when the beat changed it, else null.</summary>
    public Alert? Take(BeatRecord beat, bool isVentricular)
    {
        var isGood = beat.Quality >= _context.Options.MinimumQuality;
        if (!isGood || beat.StartIndex != _expected || isVentricular == _wasVentricular) _alternating = 0;
        (_expected, _wasVentricular) = (beat.EndIndex, isVentricular);
        if (!isGood) return null;
        Count(beat, isVentricular);
        var isBigeminy = _alternating >= 2 * _options.Pairs;
        if (_episode.Open is null) return isBigeminy && _episode.CanRaise(beat.EndIndex) ? Raise(beat) : null;

        _beats++;
        _calm = isBigeminy ? 0 : _calm + 1;
        _longest = Math.Max(_longest, _alternating);
        if (_calm >= _context.Options.ClearBeats) return _episode.Clear(beat.EndIndex, Evidence());
        return isBigeminy && _episode.IsDue(beat.EndIndex) ? _episode.Update(beat.EndIndex, Evidence()) : null;
    }

    public Alert? End(long index) => _episode.Open is null ? null : _episode.Clear(index, Evidence());

    /// <summary>The pattern does not go on across a gap.</summary>
    public void Break() => _alternating = 0;

    private void Count(BeatRecord beat, bool isVentricular)
    {
        if (_alternating++ == 0)
        {
            _start = beat.StartIndex;
            if (_episode.Open is null) _classes.Clear();
        }

        if (isVentricular) _classes.Add(beat.ClassIndex);
    }

    private Alert Raise(BeatRecord beat)
    {
        (_beats, _longest, _calm) = (_alternating, _alternating, 0);
        return _episode.Raise(_start, beat.EndIndex, Evidence());
    }

    private AlertEvidence Evidence() => new(
        AlertPriority.Low, _longest / 2, _options.Pairs, $"Every other beat is ventricular, {_longest / 2} pairs in a row",
        _beats, _classes.Total, _classes.ByName());
}
