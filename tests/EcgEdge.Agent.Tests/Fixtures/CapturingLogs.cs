using Microsoft.Extensions.Logging;

namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>Keeps what is logged. When disposed it fails the test if there was an error the test did not expect.</summary>
internal sealed class CapturingLogs : ILoggerFactory, ILoggerProvider
{
    private readonly Lines<Entry> _entries = new();
    private readonly List<string> _expected = [];

    public sealed record Entry(LogLevel Level, string Text);

    public IReadOnlyList<Entry> Entries => _entries.All;

    /// <summary>Errors that contain this text are part of the test.</summary>
    public void ExpectError(string text) => _expected.Add(text);

    /// <summary>Waits until something with this text has been logged.</summary>
    public Task<Entry> Seen(string text) => _entries.First(entry => entry.Text.Contains(text, StringComparison.Ordinal)).Within($"\"{text}\" in the log, which holds: {this}");

    public int Count(LogLevel level) => Entries.Count(entry => entry.Level == level);

    public ILogger CreateLogger(string categoryName) => new Logger(_entries);

    public ILogger<T> For<T>() => new Logger<T>(this);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public override string ToString() => string.Join("; ", Entries.Select(entry => $"{entry.Level} {entry.Text}"));

    public void Dispose() => ExpectNothingElse();

    /// <summary>Fails the test if there was an error so far that it did not expect.</summary>
    public void ExpectNothingElse()
    {
        Entry[] unexpected = [.. Entries.Where(entry => entry.Level >= LogLevel.Error && !_expected.Any(text => entry.Text.Contains(text, StringComparison.Ordinal)))];
        Assert.True(unexpected.Length == 0, "Errors were logged: " + string.Join("; ", unexpected.Select(entry => entry.Text)));
    }

    private sealed class Logger(Lines<Entry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Add(new Entry(logLevel, formatter(state, exception) + (exception is null ? "" : $" [{exception.Message}]")));
    }
}
