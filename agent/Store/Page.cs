namespace EcgEdge.Agent.Store;

/// <summary>What all pages of lists have.</summary>
public interface IPage
{
    /// <summary>What to pass as <c>before</c> to get the page after this one; null on the last page.</summary>
    string? Next { get; }
}

/// <summary>One page of a list, newest first.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">What to pass as <c>before</c> to get the page after this one; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next) : IPage
{
    /// <summary>Most items that may be asked for at once.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Cuts rows read with <c>limit + 1</c> down to a page: the extra row only tells whether another page follows.</summary>
    internal static Page<T> Of(List<T> rows, int limit, Func<T, string> cursor)
    {
        if (rows.Count <= limit) return new Page<T>(rows, null);
        rows.RemoveRange(limit, rows.Count - limit);
        return new Page<T>(rows, cursor(rows[^1]));
    }

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is outside 1 to <see cref="MaxLimit"/>.</exception>
    internal static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
    }
}
