namespace EcgEdge.Agent.Security;

/// <summary>An access token as it is kept: never the secret itself.</summary>
/// <param name="Name">What it is for; unique.</param>
/// <param name="Hash">SHA-256 of the secret, hexadecimal. The secret has 256 random bits, so no slow or salted hash is needed.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
public sealed record AccessToken(string Name, string Hash, DateTimeOffset CreatedAt);
