using System.Globalization;
using EcgEdge.Agent.Hosting;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Hosting;

/// <summary>What systemd hears of the agent's own process.</summary>
public sealed class SystemdTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hears_ready_status_signs_of_life_and_the_end(bool isAbstract)
    {
        using var systemd = new SystemdListener(isAbstract ? $"@ecgedge-test-{Guid.NewGuid():N}" : _folder["notify"]);
        await using var agent = Start(systemd, watchdog: "1000000");
        await agent.Serves();
        await systemd.Heard.Until(all => all.Count(s => s == "WATCHDOG=1") > 3 && all.Any(s => s.StartsWith("STATUS=1 channel(s); ", StringComparison.Ordinal) && !s.Contains(" 0 beats", StringComparison.Ordinal)))
            .Within("signs of life and a status with beats");
        Assert.Equal(1, systemd.Heard.All.Count(s => s == "READY=1"));

        var (exitCode, took) = await agent.TerminateAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took.TotalSeconds, 0, 2);
        Assert.Single(systemd.Heard.All, "STOPPING=1");
        Assert.Equal("STOPPING=1", systemd.Heard.All[^1]);
    }

    [Fact]
    public async Task Is_told_that_a_channel_fails_though_the_agent_is_up()
    {
        using var systemd = new SystemdListener(_folder["notify"]);
        await using var agent = Start(systemd, watchdog: null, "--Channels:0:Source:Kind", "replay", "--Channels:0:Source:Path", _folder["none.dat"]);
        await systemd.Heard.First(s => s == "READY=1").Within("ready");
        await systemd.Heard.First(s => s.StartsWith("STATUS=1 channel(s), 1 failed", StringComparison.Ordinal)).Within("the status");
        Assert.DoesNotContain("WATCHDOG=1", systemd.Heard.All);
    }

    [Theory]
    [InlineData("30000000", null, 15.0)]
    [InlineData("30000000", "1", null)]
    [InlineData("0", null, null)]
    [InlineData("soon", null, null)]
    [InlineData(null, null, null)]
    public void The_sign_is_due_at_half_the_time_and_for_this_process_alone(string? microseconds, string? process, double? seconds) =>
        Assert.Equal(seconds, SystemdNotifier.WatchdogInterval(microseconds, process)?.TotalSeconds);

    [Fact]
    public void This_process_is_meant_by_its_number() => Assert.NotNull(
        SystemdNotifier.WatchdogInterval("1000", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));

    private AgentProcess Start(SystemdListener systemd, string? watchdog, params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = systemd.Name };
        if (watchdog is not null) environment["WATCHDOG_USEC"] = watchdog;
        return AgentProcess.Start(_folder.Path, environment,
            ["run", "--Storage:Directory", _folder["store"], "--Http:Port", "0", "--Channels:0:Name", "chest", "--Channels:0:Source:Speed", "10", .. arguments]);
    }
}
