using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Store;

/// <summary>Stored copies of what is usual for each wearer. For any thread.</summary>
public sealed class Baselines
{
    private readonly StoreFile _file;
    private readonly RunClock _clock;

    internal Baselines(StoreFile file, RunClock clock)
    {
        _file = file;
        _clock = clock;
    }

    /// <summary>Stores a copy in the place of the one before it of the same wearer, channel and pack.</summary>
    /// <exception cref="StoreException">The database cannot be written; the one before is still there.</exception>
    public void Save(string wearer, string channel, BaselineSnapshot snapshot) => _file.Write((connection, transaction) =>
    {
        DateTimeOffset? since = snapshot.Origin is { IsRecalled: false } own ? _clock.Correct(own.Since) : snapshot.Origin?.Since;
        BaselineTable.Save(connection, transaction, wearer, channel, snapshot, since, _clock.Correct(_clock.GetUtcNow()));
        return true;
    });

    /// <summary>The stored copy; null if there is none.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public BaselineSnapshot? Find(string wearer, string channel, string pack) =>
        _file.Read(connection => BaselineTable.Find(connection, wearer, channel, pack));

    /// <summary>Deletes the stored copies of a channel.</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="wearer">Only of this wearer; null for every one.</param>
    /// <param name="pack">Only of this pack; null for every one.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="StoreException">The database cannot be written; all are still there.</exception>
    public int Forget(string channel, string? wearer = null, string? pack = null) =>
        _file.Write((connection, transaction) => BaselineTable.Forget(connection, transaction, channel, wearer, pack));
}
