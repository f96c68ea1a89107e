using System.Diagnostics;
using System.Text.Json;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.EndToEnd.Tests;

/// <summary>The program as a user runs it: a process of its own, told by arguments, heard by its output.</summary>
internal static class EcgEdgeProgram
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "ecgedge.dll");

    /// <summary>Starts the program. When what is given is disposed it is killed, and the test fails if it had logged an error.</summary>
    public static ChildProcess Start(params string[] arguments) => new("dotnet", [s_program, .. arguments]) { Forbidden = IsError };

    /// <summary>Whether a line of output is an error in the log.</summary>
    private static bool IsError(string line) => line.Contains(" fail: ", StringComparison.Ordinal) || line.Contains(" crit: ", StringComparison.Ordinal);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [s_program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation).WaitAsync(TimeSpan.FromMinutes(3), cancellation);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }

        Assert.DoesNotContain((await output).Split('\n'), IsError);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Where a started agent serves.</summary>
    public static string AddressOf(ChildProcess agent)
    {
        var line = agent.Output.All.First(l => l.Contains("Open http", StringComparison.Ordinal));
        return line[line.IndexOf("http", StringComparison.Ordinal)..].Trim();
    }

    /// <summary>Like <see cref="Start"/>; returns when the agent serves.</summary>
    public static async Task<ChildProcess> StartAsync(params string[] arguments)
    {
        var agent = Start(arguments);
        await agent.Output.First(line => line.Contains("Open http", StringComparison.Ordinal)).Within("the agent to serve");
        return agent;
    }

    /// <summary>A client of an agent that serves.</summary>
    public static HttpClient ClientOf(ChildProcess agent) =>
        new() { BaseAddress = new Uri(agent.Output.All.Select(line => line.Split("Open ")).Single(parts => parts.Length == 2)[1]) };

    /// <summary>The agent's status, as REST tells it.</summary>
    public static JsonElement Status(HttpClient client)
    {
        using var response = client.Send(new HttpRequestMessage(HttpMethod.Get, "api/v1/status"));
        using var status = JsonDocument.Parse(response.Content.ReadAsStream());
        return status.RootElement.Clone();
    }
}
