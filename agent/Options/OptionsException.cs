namespace EcgEdge.Agent.Options;

/// <summary>A configuration that cannot be used.</summary>
public sealed class OptionsException : Exception
{
    public OptionsException(string message)
        : base(message) => Errors = [message];

    public OptionsException(string message, Exception inner)
        : base(message, inner) => Errors = [message];

    /// <param name="errors">Everything that is wrong, one sentence each; at least one.</param>
    public OptionsException(IReadOnlyList<string> errors)
        : base(string.Join(" ", errors)) => Errors = errors;

    public OptionsException() => Errors = [Message];

    /// <summary>Everything that is wrong, one sentence each.</summary>
    public IReadOnlyList<string> Errors { get; }
}
