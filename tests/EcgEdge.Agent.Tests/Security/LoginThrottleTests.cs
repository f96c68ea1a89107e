using System.Net;
using EcgEdge.Agent.Security;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Security;

public sealed class LoginThrottleTests
{
    private static readonly IPAddress s_address = IPAddress.Parse("192.0.2.1"), s_other = IPAddress.Parse("192.0.2.2");

    private readonly SteppedClock _clock = new();

    [Fact]
    public void After_four_failures_each_further_one_doubles_the_wait_up_to_a_quarter_of_an_hour()
    {
        var throttle = new LoginThrottle(_clock);
        double[] waits = [.. Enumerable.Range(0, 16).Select(_ =>
        {
            throttle.Failed(s_address);
            return throttle.WaitOf(s_address).TotalSeconds;
        })];
        Assert.Equal([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900], waits);
        Assert.Equal(TimeSpan.Zero, throttle.WaitOf(s_other));
    }

    [Fact]
    public void The_wait_passes_and_a_login_forgets_it()
    {
        var throttle = new LoginThrottle(_clock);
        for (var i = 0; i < 6; i++) throttle.Failed(s_address);
        _clock.Pass(TimeSpan.FromSeconds(1.5));
        Assert.Equal(0.5, throttle.WaitOf(s_address).TotalSeconds);
        _clock.Pass(TimeSpan.FromSeconds(0.5));
        Assert.Equal(TimeSpan.Zero, throttle.WaitOf(s_address));
        throttle.Succeeded(s_address);
        throttle.Failed(s_address);
        Assert.Equal(TimeSpan.Zero, throttle.WaitOf(s_address));
    }

    [Fact]
    public void Many_addresses_do_not_fill_the_memory_and_the_newest_are_remembered()
    {
        var throttle = new LoginThrottle(_clock);
        for (var i = 0; i < 5000; i++)
        {
            _clock.Pass(TimeSpan.FromMilliseconds(1));
            throttle.Failed(new IPAddress(i));
        }

        for (var k = 0; k < 4; k++) throttle.Failed(new IPAddress(4999));
        Assert.Equal(1, throttle.WaitOf(new IPAddress(4999)).TotalSeconds);
        for (var k = 0; k < 4; k++) throttle.Failed(new IPAddress(0));
        Assert.Equal(TimeSpan.Zero, throttle.WaitOf(new IPAddress(0)));
    }
}
