namespace EcgEdge.Inference.Packs;

/// <summary>A model pack that cannot be used. The message names the pack, the file or field and what was expected.</summary>
public sealed class PackException : Exception
{
    public PackException(string message)
        : base(message)
    {
    }

    public PackException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public PackException()
    {
    }
}
