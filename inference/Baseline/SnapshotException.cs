namespace EcgEdge.Inference.Baseline;

/// <summary>A stored baseline that cannot be used. The message says what was expected.</summary>
public sealed class SnapshotException : Exception
{
    public SnapshotException(string message)
        : base(message)
    {
    }

    public SnapshotException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public SnapshotException()
    {
    }

    internal static int Check(int count, int most, string what) =>
        count >= 0 && count <= most ? count : throw new SnapshotException($"a stored baseline with {count} {what}; expected at most {most}");
}
