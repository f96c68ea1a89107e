namespace EcgEdge.Agent.Analyses;

/// <summary>One analysis from its upload to its result: its files, and how far it is. Disposing stops it and deletes its files.</summary>
public sealed class Analysis : IProgress<double>, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private Task _work = Task.CompletedTask;
    private double _part;
    private int _state;
    private int _isDisposed;

    internal Analysis(string name, UploadFolder folder, DateTimeOffset createdAt, CancellationToken stopping)
    {
        (Name, Folder, CreatedAt) = (name, folder, createdAt);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Stopped = _stop.Token;
    }

    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>What the file is called.</summary>
    public string Name { get; }

    public DateTimeOffset CreatedAt { get; }

    public AnalysisState State => (AnalysisState)Volatile.Read(ref _state);

    /// <summary>The part done, 0 to 1.</summary>
    public double Part => Volatile.Read(ref _part);

    /// <summary>Why it failed; null unless it did.</summary>
    public UploadException? Failure { get; private set; }

    /// <summary>Whether nothing is done for it any more.</summary>
    public bool HasEnded => State is AnalysisState.Done or AnalysisState.Failed;

    /// <summary>Cancelled when it is disposed or the agent stops.</summary>
    internal CancellationToken Stopped { get; }

    internal UploadFolder Folder { get; }

    /// <summary>Path of its result, as JSON, once it is done. No upload has a name that begins with a dot.</summary>
    internal string ResultPath => Folder[".result"];

    public void Report(double value) => Volatile.Write(ref _part, Math.Clamp(value, 0, 1));

    internal void Enter(AnalysisState state) => Volatile.Write(ref _state, (int)state);

    internal void Fail(UploadException failure)
    {
        Failure = failure;
        Enter(AnalysisState.Failed);
    }

    /// <summary>Lets work go on that nobody waits for; its end is awaited before the files are deleted. The work must not throw.</summary>
    internal void GoOn(Task work) => _work = work;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await _stop.CancelAsync();
        await _work;
        Folder.Dispose();
        _stop.Dispose();
    }
}
