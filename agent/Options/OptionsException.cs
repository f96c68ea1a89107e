namespace EcgEdge.Agent.Options;

/// <summary>A configuration that cannot be used. The message names every setting that is wrong.</summary>
public sealed class OptionsException : Exception
{
    public OptionsException(string message)
        : base(message)
    {
    }

    public OptionsException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public OptionsException()
    {
    }
}
