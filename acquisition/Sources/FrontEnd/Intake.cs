using EcgEdge.Acquisition.Protocols;

namespace EcgEdge.Acquisition.Sources.FrontEnd;

/// <summary>
/// Gives every sample of a front end its index, and makes millivolts of its counts. Samples given up while nothing came are set against
/// those that the front end says are missing, so that the index keeps step with it.
/// </summary>
internal sealed class Intake(FrontEndOptions options, SampleQueue queue, SourceHealth health) : IFrontEndListener
{
    /// <summary>By so much a front end may count ahead of the time that has passed, before it is taken to count anew.</summary>
    private const double SlackSeconds = 2;

    private readonly long _slack = (long)(SlackSeconds * options.SampleRateHz);
    private readonly LeadsSettling _leads = new(options.SampleRateHz, options.SettleSeconds, options.Leads);
    private long _indexNow, _givenUp, _late;
    private bool _isNumbered, _isFresh;

    /// <summary>Index of the next sample.</summary>
    public long NextIndex { get; private set; }

    /// <summary>Whether a sample came since <see cref="Begin"/>.</summary>
    public bool HasSample { get; private set; }

    /// <summary>Whether indices before and after are no longer tied by the front end's counting, since <see cref="Begin"/>.</summary>
    public bool HasRestarted { get; private set; }

    /// <summary>Before bytes are decoded.</summary>
    /// <param name="indexNow">Index that the clock says has been reached; the largest number where there is no such clock.</param>
    /// <param name="isNumbered">Whether the front end tells what is missing.</param>
    public void Begin(long indexNow, bool isNumbered)
    {
        (_indexNow, _isNumbered) = (indexNow, isNumbered);
        (HasSample, HasRestarted) = (false, false);
    }

    /// <summary>The device was opened (again): the clock alone tells what is missing before its next sample.</summary>
    public void Reconnect() => _isFresh = true;

    /// <summary>Marks all samples before this index as missing.</summary>
    public void GiveUp(long until)
    {
        for (; NextIndex < until; NextIndex++)
        {
            queue.Add(NextIndex, float.NaN, LeadState.On);
            health.AddLost(1);
            _givenUp++;
        }
    }

    public void OnSample(int counts, LeadState leads)
    {
        if (_isFresh) BeginAfresh();
        else if (_givenUp > 0) Resume();
        HasSample = true;
        if (_late > 0)
        {
            _late--;
            health.AddLate(1);
            return;
        }

        var state = _leads.Take(leads);
        queue.Add(NextIndex++, (state & ~LeadState.Settling) == LeadState.On ? options.Chain.Millivolts(counts) : float.NaN, state);
    }

    public void OnLost(long samples)
    {
        // Those that have been given up are among the missing; where fewer are missing than were given up, the rest is merely late.
        var more = samples - _givenUp;
        if (NextIndex + more - _slack > _indexNow)
        {
            OnRestart();
            return;
        }

        _givenUp = 0;
        _leads.Reset();
        if (more <= 0)
        {
            _late = -more;
            return;
        }

        NextIndex += more;
        health.AddLost(more);
    }

    public void OnRestart() => _isFresh = true;

    public void OnGarbled(int bytes) => health.AddGarbled(bytes);

    /// <summary>Nothing ties this sample to those before: its place is now, and at least one index is left out so that nothing is joined.</summary>
    private void BeginAfresh()
    {
        var isFirst = NextIndex == 0;
        var missing = _indexNow == long.MaxValue ? 1 : Math.Max(_indexNow - NextIndex, _givenUp > 0 ? 0 : 1);
        if (!isFirst)
        {
            NextIndex += missing;
            health.AddLost(missing);
        }

        _leads.Reset();
        (_isFresh, _givenUp, _late, HasRestarted) = (false, 0, 0, true);
    }

    /// <summary>The first sample after a silence: a front end that counts and tells of no loss has only been held up.</summary>
    private void Resume()
    {
        if (_isNumbered) _late = _givenUp;
        else HasRestarted = true;
        _givenUp = 0;
    }
}
