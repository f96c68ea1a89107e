using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Alerts;

/// <summary>
/// <c>rhythm.vt</c>: three or more ventricular beats in a row above 100 beats per minute, the usual definition of ventricular tachycardia
/// (the PhysioNet/CinC Challenge 2015 asks for five, which <c>Beats</c> can be set to). Cleared after a run of other beats.
/// </summary>
public sealed class VtRule
{
    private readonly AlertContext _context;
    private readonly VtOptions _options;
    private readonly AlertEpisode _episode;
    private readonly ClassCounts _classes;
    private readonly long[] _peaks;
    private int _run, _longest, _beats, _calm;
    private long _runStart, _expected = -1;
    private double _fastest;

    public VtRule(AlertContext context)
    {
        _context = context;
        _options = context.Options.Vt;
        _episode = new AlertEpisode(AlertKind.RhythmVt, _options, context);
        _classes = new ClassCounts(context.Origin.Classes);
        _peaks = new long[_options.Beats];
    }

    /// <summary>Takes a beat; gives the alert when the beat changed it, else null.</summary>
    public Alert? Take(BeatRecord beat, bool isVentricular)
    {
        var isGood = beat.Quality >= _context.Options.MinimumQuality;
        if (!isGood || !isVentricular || beat.StartIndex != _expected) _run = 0;
        _expected = beat.EndIndex;
        if (!isGood) return null;
        if (isVentricular) Count(beat);
        var bpm = Rate();
        var isFast = bpm > _options.AboveBpm;
        if (_episode.Open is null) return isFast && _episode.CanRaise(beat.EndIndex) ? Raise(beat, bpm) : null;

        _beats++;
        _calm = isFast ? 0 : _calm + 1;
        _longest = Math.Max(_longest, _run);
        if (isFast) _fastest = Math.Max(_fastest, bpm);
        if (_calm >= _context.Options.ClearBeats) return _episode.Clear(beat.EndIndex, Evidence());
        return isFast && _episode.IsDue(beat.EndIndex) ? _episode.Update(beat.EndIndex, Evidence()) : null;
    }

    public Alert? End(long index) => _episode.Open is null ? null : _episode.Clear(index, Evidence());

    /// <summary>A run does not go on across a gap.</summary>
    public void Break() => _run = 0;

    private void Count(BeatRecord beat)
    {
        if (_run == 0)
        {
            _runStart = beat.StartIndex;
            if (_episode.Open is null) _classes.Clear();
        }

        _peaks[_run++ % _peaks.Length] = beat.StartIndex;
        _classes.Add(beat.ClassIndex);
    }

    /// <summary>Beats per minute of the last ventricular beats in a row; 0 while there are too few.</summary>
    private double Rate()
    {
        if (_run < _peaks.Length) return 0;
        var (oldest, newest) = (_peaks[_run % _peaks.Length], _peaks[(_run - 1) % _peaks.Length]);
        return 60 * (_peaks.Length - 1) / _context.Seconds(newest - oldest);
    }

    private Alert Raise(BeatRecord beat, double bpm)
    {
        (_beats, _longest, _calm, _fastest) = (_run, _run, 0, bpm);
        return _episode.Raise(_runStart, beat.EndIndex, Evidence());
    }

    private AlertEvidence Evidence() => new(
        AlertPriority.High, _fastest, _options.AboveBpm, $"{_longest} ventricular beats in a row, up to {_fastest:0} per minute",
        _beats, _classes.Total, _classes.ByName());
}
