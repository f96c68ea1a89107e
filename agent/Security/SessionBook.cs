using System.Text.Json;

namespace EcgEdge.Agent.Security;

/// <summary>
/// The sessions of people who logged in, in <c>sessions.json</c> of the storage folder, so that a restart logs nobody out. One ends by
/// logging out, by its age, or with its token. For any thread.
/// </summary>
public sealed class SessionBook
{
    public const string FileName = "sessions.json";

    private const int MostSessions = 200;

    private readonly string _path;
    private readonly TokenBook _tokens;
    private readonly TimeSpan _age;
    private readonly TimeProvider _time;
    private readonly ILogger<SessionBook> _log;
    private readonly Lock _lock = new();
    private List<Session>? _sessions;

    /// <param name="folder">The storage folder.</param>
    /// <param name="tokens">The tokens that sessions hang on.</param>
    /// <param name="age">How long a session lasts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told when the file cannot be read.</param>
    public SessionBook(string folder, TokenBook tokens, TimeSpan age, TimeProvider time, ILogger<SessionBook> log)
    {
        _path = Path.Combine(Path.GetFullPath(folder), FileName);
        (_tokens, _age, _time, _log) = (tokens, age, time, log);
    }

    public TimeSpan Age => _age;

    /// <summary>Opens a session; returns the cookie's secret. Beyond 200 the oldest one ends.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public string Open(AccessToken token)
    {
        var secret = Secret.New("");
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            List<Session> sessions = [.. Load().Where(s => s.ExpiresAt > now), new Session(Secret.Hash(secret), token.Hash, now + _age)];
            if (sessions.Count > MostSessions) sessions.RemoveAt(0);
            Save(sessions);
        }

        return secret;
    }

    /// <summary>The token by which the session of a cookie was opened; null when there is no such session any more.</summary>
    /// <exception cref="TokenException">The tokens cannot be read.</exception>
    public AccessToken? Find(string secret)
    {
        Session? session;
        lock (_lock) session = Secret.Find(Load(), s => s.Hash, secret);
        return session is null || session.ExpiresAt <= _time.GetUtcNow() ? null : _tokens.All.FirstOrDefault(t => t.Hash == session.TokenHash);
    }

    /// <summary>Ends a session.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Close(string secret)
    {
        lock (_lock)
        {
            if (Secret.Find(Load(), s => s.Hash, secret) is { } session) Save([.. Load().Where(s => s != session)]);
        }
    }

    private List<Session> Load()
    {
        if (_sessions is not null) return _sessions;
        try
        {
            _sessions = File.Exists(_path) ? [.. JsonSerializer.Deserialize(File.ReadAllBytes(_path), SecurityJson.Default.IReadOnlyListSession) ?? []] : [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            _log.LogWarning("{File} cannot be read; everybody logs in again: {Problem}", _path, e.Message);
            _sessions = [];
        }

        return _sessions;
    }

    private void Save(List<Session> sessions)
    {
        SecretFile.Write(_path, JsonSerializer.Serialize(sessions, SecurityJson.Default.IReadOnlyListSession));
        _sessions = sessions;
    }
}
