using System.ComponentModel;
using System.Diagnostics;

namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>A program that runs beside the test; what it writes to either stream is kept line by line. Killed when disposed.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _expected = [];

    public ChildProcess(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Take;
        _process.ErrorDataReceived += Take;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Lines<string> Output { get; } = new();

    /// <summary>Which lines of output fail the test when this is disposed; null for none.</summary>
    public Func<string, bool>? Forbidden { get; init; }

    /// <summary>Forbidden lines that contain this text are part of the test.</summary>
    public void Expect(string text) => _expected.Add(text);

    /// <summary>Full path of a program, looked for where a user's and an administrator's programs lie; null if it is not installed.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/usr/local/sbin"])
            .Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end; the test fails if it does.</summary>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        await using var child = new ChildProcess(program, arguments);
        await child._process.WaitForExitAsync(TestContext.Current.CancellationToken).Within($"the end of {program}");
        Assert.True(child._process.ExitCode == 0, $"{program} ended with {child._process.ExitCode}: {string.Join(" ", child.Output.All)}");
    }

    /// <summary>Sends it a signal: TERM, HUP, STOP ...</summary>
    public Task SignalAsync(string signal) =>
        RunAsync("kill", "-" + signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Asks it to end (SIGTERM) and waits until it has.</summary>
    public async Task TerminateAsync()
    {
        await SignalAsync("TERM");
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).Within("the end of " + _process.StartInfo.FileName);
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public Task EndsWithin(string what) => _process.WaitForExitAsync(TestContext.Current.CancellationToken).Within("the end of " + what);

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        if (Forbidden is not null) Assert.DoesNotContain(Output.All, line => Forbidden(line) && !_expected.Exists(text => line.Contains(text, StringComparison.Ordinal)));
    }

    private void Take(object sender, DataReceivedEventArgs e)
    {
        if (e.Data is not null) Output.Add(e.Data);
    }
}
