namespace EcgEdge.Agent.Store;

/// <summary>
/// The database cannot be opened, read or written. The message is one line that names the file and says what is wrong with it;
/// <see cref="Exception.InnerException"/> is SQLite's own error where there was one.
/// </summary>
public sealed class StoreException(string message, Exception? cause = null, StoreFailure failure = StoreFailure.Unavailable)
    : Exception(message, cause)
{
    public StoreFailure Failure => failure;
}
