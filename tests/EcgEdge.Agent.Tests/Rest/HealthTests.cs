using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;

namespace EcgEdge.Agent.Tests.Rest;

/// <summary>Health is not "ok" while the agent does not do what it is for.</summary>
public sealed class HealthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_running_agent_is_well_and_says_when_its_storage_cannot_be_written()
    {
        await using var agent = await RunningAgent.Start(new ChannelOptions { Pack = "tiny" }, TestPacks.Folder);
        Assert.Equal("ok", await agent.Client.GetStringAsync("/healthz", Cancellation));
        using (var head = await agent.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/healthz"), Cancellation)) Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        var moved = agent.Folder + "-moved";
        Directory.Move(agent.Folder, moved);
        try
        {
            await Until(agent, "the storage folder cannot be written");
            Assert.Equal("ok", await agent.Client.GetStringAsync("/healthz/live", Cancellation));
        }
        finally
        {
            Directory.Move(moved, agent.Folder);
        }

        await Until(agent, null);
    }

    [Fact]
    public async Task Models_that_fail_are_told()
    {
        await using var agent = await RunningAgent.Start(new ChannelOptions { Pack = "brittle", Source = new SourceOptions { Speed = 20 } }, TestPacks.Folder);
        agent.Logs.ExpectError("the models fail");
        await Until(agent, "channel 0: its models fail");
    }

    private static async Task Until(RunningAgent agent, string? reason)
    {
        await Look().Within(reason ?? "health");

        async Task Look()
        {
            while (true)
            {
                using var response = await agent.Client.GetAsync("/healthz", Cancellation);
                if (response.StatusCode == HttpStatusCode.OK && reason is null) return;
                if (response.StatusCode == HttpStatusCode.ServiceUnavailable && reason is not null)
                {
                    var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
                    if (problem.GetProperty("reasons").EnumerateArray().Any(r => r.GetString() == reason)) return;
                }

                await Task.Delay(50, Cancellation);
            }
        }
    }
}
