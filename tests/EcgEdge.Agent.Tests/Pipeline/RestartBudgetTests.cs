using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Tests.Pipeline;

public class RestartBudgetTests
{
    [Fact]
    public void So_many_within_the_window_and_again_when_the_oldest_is_out_of_it()
    {
        var clock = new Clock();
        var budget = new RestartBudget(2, TimeSpan.FromMinutes(10), clock);
        Assert.True(budget.TrySpend());
        clock.Now += TimeSpan.FromMinutes(6);
        Assert.True(budget.TrySpend());
        Assert.False(budget.TrySpend());
        clock.Now += TimeSpan.FromMinutes(5);
        Assert.True(budget.TrySpend());
        Assert.False(budget.TrySpend());
    }

    [Fact]
    public void None_is_none() => Assert.False(new RestartBudget(0, TimeSpan.FromMinutes(1), TimeProvider.System).TrySpend());

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
