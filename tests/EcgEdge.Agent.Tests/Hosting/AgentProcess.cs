using System.Diagnostics;
using System.Globalization;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Hosting;

/// <summary>The agent as a process of its own, told by arguments and environment. Killed when disposed.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "ecgedge.dll");

    private readonly Process _process;

    private AgentProcess(string[] arguments, IReadOnlyDictionary<string, string> environment, string? folder)
    {
        var start = new ProcessStartInfo("dotnet", [s_program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Take(e);
        _process.ErrorDataReceived += (_, e) => Take(e);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Lines<string> Output { get; } = new();

    public int Id => _process.Id;

    /// <summary>Starts it; its working folder, where it looks for settings, is the one given.</summary>
    public static AgentProcess Start(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        new(arguments, environment ?? new Dictionary<string, string>(), folder);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, IReadOnlyList<string> Output)> RunAsync(string folder, params string[] arguments)
    {
        await using var agent = Start(folder, null, arguments);
        return (await agent.EndAsync(), agent.Output.All);
    }

    /// <summary>Returns when it serves.</summary>
    public Task Serves() => Output.First(line => line.Contains("Open http", StringComparison.Ordinal)).Within("the agent to serve");

    /// <summary>Asks it to end (SIGTERM); gives the exit code and how long it took.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> TerminateAsync()
    {
        var asked = TimeProvider.System.GetTimestamp();
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        var code = await EndAsync();
        return (code, TimeProvider.System.GetElapsedTime(asked));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).Within("the agent to end");
        return _process.ExitCode;
    }

    private void Take(DataReceivedEventArgs e)
    {
        if (e.Data is not null) Output.Add(e.Data);
    }
}
