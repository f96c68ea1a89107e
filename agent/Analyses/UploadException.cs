namespace EcgEdge.Agent.Analyses;

/// <summary>An upload that is not taken. The message is one line that names the file and what was expected.</summary>
public sealed class UploadException : Exception
{
    public UploadException(int status, string message)
        : base(message) => Status = status;

    public UploadException()
    {
    }

    public UploadException(string message)
        : base(message)
    {
    }

    public UploadException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>HTTP status that says the same.</summary>
    public int Status { get; } = StatusCodes.Status400BadRequest;
}
