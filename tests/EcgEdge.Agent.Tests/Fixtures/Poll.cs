namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>Waits for a condition that nobody tells of.</summary>
internal static class Poll
{
    public static Task Until(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    public static Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        return Wait().Within(what);

        async Task Wait()
        {
            while (!await condition()) await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
