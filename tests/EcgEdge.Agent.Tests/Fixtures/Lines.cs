namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>A list that grows on one thread and is waited for on another.</summary>
internal sealed class Lines<T>
{
    private readonly Lock _gate = new();
    private readonly List<T> _all = [];
    private TaskCompletionSource _grew = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate) return [.. _all];
        }
    }

    public void Add(T line)
    {
        TaskCompletionSource grew;
        lock (_gate)
        {
            _all.Add(line);
            grew = _grew;
            _grew = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        grew.SetResult();
    }

    /// <summary>Completes when all lines so far satisfy a condition; with what they were then.</summary>
    public async Task<IReadOnlyList<T>> Until(Func<IReadOnlyList<T>, bool> condition)
    {
        while (true)
        {
            Task grew;
            IReadOnlyList<T> all;
            lock (_gate)
            {
                grew = _grew.Task;
                all = [.. _all];
            }
            if (condition(all)) return all;
            await grew;
        }
    }

    public async Task<T> First(Func<T, bool> condition) => (await Until(all => all.Any(condition))).First(condition);
}
