namespace EcgEdge.Acquisition.Formats;

/// <summary>
/// A file that is not what it should be. The message names the file, the place in it and what was expected. It may quote a hostile file,
/// so it is one line of bounded length without control characters.
/// </summary>
public sealed class EcgFormatException : IOException
{
    private const int MaxLength = 600;

    public EcgFormatException(string message)
        : base(OneLine(message))
    {
    }

    public EcgFormatException(string message, Exception inner)
        : base(OneLine(message), inner)
    {
    }

    public EcgFormatException()
    {
    }

    private static string OneLine(string message)
    {
        var length = Math.Min(message.Length, MaxLength);
        return string.Create(length, message, static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = char.IsControl(from[i]) || from[i] is '\u2028' or '\u2029' ? '?' : from[i];
        });
    }
}
