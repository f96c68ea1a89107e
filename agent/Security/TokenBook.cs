using System.Text.Json;

namespace EcgEdge.Agent.Security;

/// <summary>
/// The access tokens, in <c>tokens.json</c> of the storage folder. A running agent sees at its next request what <c>ecgedge token</c> has
/// changed. For any thread.
/// </summary>
public sealed class TokenBook(string folder, TimeProvider time)
{
    public const string FileName = "tokens.json", Prefix = "ecg_";

    private const int MaxNameLength = 64;

    private readonly string _path = Path.Combine(Path.GetFullPath(folder), FileName);
    private readonly Lock _lock = new();
    private IReadOnlyList<AccessToken> _tokens = [];
    private (DateTime WrittenAt, long Length) _read;

    /// <summary>The tokens as they are now, oldest first.</summary>
    /// <exception cref="TokenException">The file cannot be read or is not ours: nobody is let in then.</exception>
    public IReadOnlyList<AccessToken> All
    {
        get
        {
            lock (_lock)
            {
                var file = new FileInfo(_path);
                if (!file.Exists)
                {
                    (_tokens, _read) = ([], default);
                }
                else if (_read != (file.LastWriteTimeUtc, file.Length))
                {
                    _tokens = Read();
                    _read = (file.LastWriteTimeUtc, file.Length);
                }

                return _tokens;
            }
        }
    }

    /// <summary>Makes a token.</summary>
    /// <returns>Its secret, which is not kept and cannot be told again.</returns>
    /// <exception cref="TokenException">The name cannot be used or is taken, or the file cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public string Add(string name)
    {
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl) || string.IsNullOrWhiteSpace(name))
            throw new TokenException($"a token's name has 1 to {MaxNameLength} printable characters");
        if (All.Any(t => t.Name == name)) throw new TokenException($"there is a token '{name}' already; remove it first, or choose another name");
        var secret = Secret.New(Prefix);
        Write([.. All, new AccessToken(name, Secret.Hash(secret), time.GetUtcNow())]);
        return secret;
    }

    /// <summary>Takes a token back, with the sessions that were opened by it.</summary>
    /// <exception cref="TokenException">There is none of that name, or the file cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Remove(string name)
    {
        if (All.All(t => t.Name != name))
            throw new TokenException($"there is no token '{name}'; there is: {(All.Count == 0 ? "none" : string.Join(", ", All.Select(t => t.Name)))}");
        Write([.. All.Where(t => t.Name != name)]);
    }

    /// <summary>The token of a secret; null when it is none.</summary>
    /// <exception cref="TokenException">The file cannot be read.</exception>
    public AccessToken? Find(string secret) => Secret.Find(All, t => t.Hash, secret);

    private IReadOnlyList<AccessToken> Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), SecurityJson.Default.IReadOnlyListAccessToken)
                ?? throw new TokenException($"{_path}: expected a list of tokens");
        }
        catch (JsonException e)
        {
            throw new TokenException($"{_path}: not the list of tokens that ecgedge wrote ({e.Path ?? "no JSON"}); remove it and make new ones", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TokenException($"{_path}: cannot be read: {e.Message} (run 'ecgedge token' as the agent's user)", e);
        }
    }

    private void Write(IReadOnlyList<AccessToken> tokens)
    {
        SecretFile.Write(_path, JsonSerializer.Serialize(tokens, SecurityJson.Default.IReadOnlyListAccessToken));
        lock (_lock) _read = default;
    }
}
