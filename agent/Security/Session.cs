namespace EcgEdge.Agent.Security;

/// <summary>A person's login in a browser.</summary>
/// <param name="Hash">SHA-256 of the cookie's secret, hexadecimal.</param>
/// <param name="TokenHash">Hash of the token it was opened by: without that token there is no session.</param>
/// <param name="ExpiresAt">When it ends, UTC.</param>
public sealed record Session(string Hash, string TokenHash, DateTimeOffset ExpiresAt);
