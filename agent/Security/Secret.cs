using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EcgEdge.Agent.Security;

/// <summary>Random secrets and the hashes that are kept of them.</summary>
internal static class Secret
{
    private const int RandomBytes = 32, MaxLength = 128;

    /// <summary>A new secret of 256 random bits that fits into a header or a cookie.</summary>
    public static string New(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>SHA-256 of a secret, hexadecimal.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>The item whose hash is that of the secret; every item is compared, each in constant time.</summary>
    public static T? Find<T>(IReadOnlyList<T> items, Func<T, string> hash, string secret)
        where T : class
    {
        if (secret.Length is 0 or > MaxLength) return null;
        var wanted = Encoding.ASCII.GetBytes(Hash(secret));
        T? found = null;
        foreach (var item in items)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash(item)), wanted)) found = item;
        }

        return found;
    }
}
