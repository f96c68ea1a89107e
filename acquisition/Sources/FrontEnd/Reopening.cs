namespace EcgEdge.Acquisition.Sources.FrontEnd;

/// <summary>When a lost device is tried again: soon at first, then less and less often. Allocates nothing while it waits.</summary>
public sealed class Reopening(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(0.2), s_longest = TimeSpan.FromSeconds(2);

    private readonly ManualResetEventSlim _never = new(false);
    private TimeSpan _delay = s_shortest;
    private long _failedAt;

    public void Succeeded() => _delay = s_shortest;

    public void Failed()
    {
        _failedAt = time.GetTimestamp();
        _delay = _delay * 1.5 < s_longest ? _delay * 1.5 : s_longest;
    }

    /// <summary>Waits for a while; true when the device should be tried now.</summary>
    public bool WaitUntilDue(int mostMilliseconds, CancellationToken cancellation)
    {
        if (time.GetElapsedTime(_failedAt) >= _delay) return true;
        _never.Wait(mostMilliseconds, cancellation);
        return time.GetElapsedTime(_failedAt) >= _delay;
    }

    public void Dispose() => _never.Dispose();
}
