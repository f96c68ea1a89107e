namespace EcgEdge.Agent.Security;

/// <summary>Access tokens that cannot be read, or a request about them that cannot be met. The message is one line.</summary>
public sealed class TokenException : Exception
{
    public TokenException(string message)
        : base(message)
    {
    }

    public TokenException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public TokenException()
    {
    }
}
