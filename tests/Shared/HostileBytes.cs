using System.Text;

namespace EcgEdge.Tests;

/// <summary>Seeded mutations of files and texts, as damage or malice makes them.</summary>
internal static class HostileBytes
{
    private static readonly string[] s_tokens =
        ["0", "-1", "1e9", "NaN", "99999999999999999999", "10000000000", "2147483648", "~", "../x", "/", "x65536", ":9", "+1", "212", "\0", "\n", "inf", "", " "];

    /// <summary>One to three changes of a file: bytes and bits turned, stretches cut out or off, hostile words put in or over.</summary>
    public static byte[] Mutate(byte[] original, Random random)
    {
        var mutated = new List<byte>(original);
        for (var k = random.Next(1, 4); k > 0 && mutated.Count > 1; k--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(6))
            {
                case 0:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    mutated.RemoveRange(at, mutated.Count - at);
                    break;
                case 3:
                    mutated.RemoveRange(at, Math.Min(mutated.Count - at, random.Next(1, 9)));
                    break;
                case 4:
                    mutated.InsertRange(at, Encoding.UTF8.GetBytes(s_tokens[random.Next(s_tokens.Length)]));
                    break;
                default:
                    var token = Encoding.UTF8.GetBytes(s_tokens[random.Next(s_tokens.Length)]);
                    for (var j = 0; j < token.Length && at + j < mutated.Count; j++) mutated[at + j] = token[j];
                    break;
            }
        }

        return [.. mutated];
    }

    /// <summary>Up to 600 bytes of noise.</summary>
    public static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(0, 600)];
        random.NextBytes(bytes);
        return bytes;
    }
}
