using System.Diagnostics;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.EndToEnd.Tests;

/// <summary>The program as a user runs it: a process of its own, told by arguments, heard by its output.</summary>
internal static class EcgEdgeProgram
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "ecgedge.dll");

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

        return (process.ExitCode, await output, await error);
    }

    /// <summary>Where a started agent serves.</summary>
    public static string AddressOf(ChildProcess agent)
    {
        var line = agent.Output.All.First(l => l.Contains("Open http", StringComparison.Ordinal));
        return line[line.IndexOf("http", StringComparison.Ordinal)..].Trim();
    }

    /// <summary>Starts the agent and returns when it serves.</summary>
    public static async Task<ChildProcess> StartAsync(params string[] arguments)
    {
        var agent = new ChildProcess("dotnet", [s_program, .. arguments]);
        await agent.Output.First(line => line.Contains("Open http", StringComparison.Ordinal)).Within("the agent to serve");
        return agent;
    }
}
