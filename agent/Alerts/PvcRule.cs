using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Alerts;

/// <summary>
/// <c>beat.pvc</c>: so many ventricular beats within a minute, as the manuals of bedside monitors count them (PVCs per minute above a limit);
/// cleared when fewer than half are left.
/// </summary>
public sealed class PvcRule
{
    private const int LeastRoom = 512;

    private readonly AlertContext _context;
    private readonly PvcOptions _options;
    private readonly AlertEpisode _episode;
    private readonly ClassCounts _classes;
    private readonly Seen[] _seen;
    private readonly long _window;
    private int _first, _count, _most;
    private long _beats, _firstBeat;

    public PvcRule(AlertContext context)
    {
        _context = context;
        _options = context.Options.Pvc;
        _episode = new AlertEpisode(AlertKind.BeatPvc, _options, context);
        _classes = new ClassCounts(context.Origin.Classes);
        _seen = new Seen[Math.Max(LeastRoom, 4 * _options.Beats)];
        _window = context.Samples(_options.WindowSeconds);
    }

    /// <summary>Takes a beat; gives the alert when the beat changed it, else null.</summary>
    public Alert? Take(BeatRecord beat, bool isVentricular)
    {
        if (beat.Quality < _context.Options.MinimumQuality) return null;
        _beats++;
        while (_count > 0 && _seen[_first].Index < beat.StartIndex - _window) Drop();
        if (isVentricular) Add(beat);
        if (_episode.Open is null) return _count >= _options.Beats && _episode.CanRaise(beat.EndIndex) ? Raise(beat) : null;
        if (isVentricular) _classes.Add(beat.ClassIndex);
        _most = Math.Max(_most, _count);
        if (_count < (_options.Beats + 1) / 2) return _episode.Clear(beat.EndIndex, Evidence());
        return isVentricular && _episode.IsDue(beat.EndIndex) ? _episode.Update(beat.EndIndex, Evidence()) : null;
    }

    public Alert? End(long index) => _episode.Open is null ? null : _episode.Clear(index, Evidence());

    private void Add(BeatRecord beat)
    {
        if (_count == _seen.Length) Drop();
        _seen[(_first + _count++) % _seen.Length] = new Seen(beat.StartIndex, _beats, beat.ClassIndex);
    }

    private void Drop()
    {
        _first = (_first + 1) % _seen.Length;
        _count--;
    }

    private Alert Raise(BeatRecord beat)
    {
        _classes.Clear();
        for (var i = 0; i < _count; i++) _classes.Add(_seen[(_first + i) % _seen.Length].Class);
        (_most, _firstBeat) = (_count, _seen[_first].Beat);
        return _episode.Raise(_seen[_first].Index, beat.EndIndex, Evidence());
    }

    private AlertEvidence Evidence() => new(
        AlertPriority.Low, _most, _options.Beats,
        $"{_most} ventricular {(_most == 1 ? "beat" : "beats")} within {_options.WindowSeconds} s",
        (int)(_beats - _firstBeat + 1), _classes.Total, _classes.ByName());

    private readonly record struct Seen(long Index, long Beat, int Class);
}
