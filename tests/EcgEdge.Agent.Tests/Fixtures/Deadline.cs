namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>What a test waits for comes within 30 s, or the test fails.</summary>
internal static class Deadline
{
    public static readonly TimeSpan Span = TimeSpan.FromSeconds(30);

    public static async Task Within(this Task task, string what)
    {
        try
        {
            await task.WaitAsync(Span, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Waited {Span.TotalSeconds:0} s in vain for {what}.");
        }
    }

    public static async Task<T> Within<T>(this Task<T> task, string what)
    {
        await ((Task)task).Within(what);
        return await task;
    }
}
