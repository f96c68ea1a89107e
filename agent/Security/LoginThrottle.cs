using System.Net;

namespace EcgEdge.Agent.Security;

/// <summary>
/// Slows down guessing: after a few failed logins from an address each further one doubles the wait until the next is heard. For any thread.
/// </summary>
public sealed class LoginThrottle(TimeProvider time)
{
    private const int FreeFailures = 4, MostAddresses = 4096;
    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(1), s_longestWait = TimeSpan.FromMinutes(15);

    private readonly Dictionary<IPAddress, Entry> _failures = [];
    private readonly Lock _lock = new();

    /// <summary>How long until the next attempt from an address is heard; zero for now.</summary>
    public TimeSpan WaitOf(IPAddress address)
    {
        lock (_lock)
        {
            if (!_failures.TryGetValue(address, out var entry)) return TimeSpan.Zero;
            var left = entry.Wait - time.GetElapsedTime(entry.At);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Notes a failed attempt.</summary>
    public void Failed(IPAddress address)
    {
        lock (_lock)
        {
            var count = _failures.GetValueOrDefault(address).Count + 1;
            if (count == 1 && _failures.Count >= MostAddresses) _failures.Remove(_failures.MinBy(f => f.Value.At).Key);
            var doubled = count <= FreeFailures ? TimeSpan.Zero : s_firstWait * Math.Pow(2, Math.Min(count - FreeFailures - 1, 20));
            _failures[address] = new Entry(count, time.GetTimestamp(), doubled < s_longestWait ? doubled : s_longestWait);
        }
    }

    /// <summary>Forgets the failures of an address that has logged in.</summary>
    public void Succeeded(IPAddress address)
    {
        lock (_lock) _failures.Remove(address);
    }

    private readonly record struct Entry(int Count, long At, TimeSpan Wait);
}
