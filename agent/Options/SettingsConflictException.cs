namespace EcgEdge.Agent.Options;

/// <summary>Settings that cannot be changed here, since environment or command line go before them.</summary>
public sealed class SettingsConflictException : Exception
{
    /// <param name="errors">One sentence for each setting; at least one.</param>
    public SettingsConflictException(IReadOnlyList<string> errors)
        : base(string.Join(" ", errors)) => Errors = errors;

    public SettingsConflictException(string message)
        : base(message) => Errors = [message];

    public SettingsConflictException(string message, Exception inner)
        : base(message, inner) => Errors = [message];

    public SettingsConflictException() => Errors = [Message];

    /// <summary>One sentence for each setting.</summary>
    public IReadOnlyList<string> Errors { get; }
}
