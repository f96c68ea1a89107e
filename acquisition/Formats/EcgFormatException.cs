namespace EcgEdge.Acquisition.Formats;

/// <summary>A file that is not what it should be. The message names the file, the place in it and what was expected.</summary>
public sealed class EcgFormatException : IOException
{
    public EcgFormatException(string message)
        : base(message)
    {
    }

    public EcgFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public EcgFormatException()
    {
    }
}
