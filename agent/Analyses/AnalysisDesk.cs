using System.Collections.Concurrent;
using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Analyses;

/// <summary>
/// Takes files for analysis, a few at once, and analyses them one after the other, so that the live channels keep their processor. Results
/// that nobody waited for are kept for an hour. Files lie in <c>analyses</c> of the storage folder, which is emptied at start and stop.
/// </summary>
public sealed class AnalysisDesk : IHostedService, IDisposable
{
    public const string FolderName = "analyses";

    /// <summary>Analyses at once: one runs, the others arrive or wait.</summary>
    public const int MostAtOnce = 4;

    private const int MostKept = 8;
    private static readonly TimeSpan s_kept = TimeSpan.FromHours(1), s_tidy = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, Analysis> _analyses = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _admission = new();
    private readonly string _folder;
    private readonly long _maxBytes;
    private readonly FileAnalysis _analysis;
    private readonly TimeProvider _time;
    private readonly ILogger<AnalysisDesk> _log;
    private ITimer? _tidying;

    public AnalysisDesk(AgentOptions options, FileAnalysis analysis, TimeProvider time, ILogger<AnalysisDesk> log)
    {
        _folder = Path.Combine(Path.GetFullPath(options.Storage.Directory), FolderName);
        _maxBytes = (long)options.Http.MaxUploadMegabytes << 20;
        (_analysis, _time, _log) = (analysis, time, log);
    }

    /// <summary>All analyses that are known, newest first.</summary>
    public IReadOnlyList<Analysis> All => [.. _analyses.Values.OrderByDescending(a => a.Id)];

    /// <summary>Deletes what a crash has left.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        _tidying = _time.CreateTimer(_ => _ = TidyAsync(), null, s_tidy, s_tidy);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        foreach (var analysis in All) await RemoveAsync(analysis);
    }

    /// <summary>Begins an analysis; null when too many are under way. Of the ended ones all but the newest few make room.</summary>
    /// <exception cref="IOException">The storage folder cannot be written.</exception>
    internal Analysis? Admit(string name)
    {
        lock (_admission)
        {
            if (_analyses.Values.Count(a => !a.HasEnded) >= MostAtOnce || _stopping.IsCancellationRequested) return null;
            var analysis = new Analysis(name, new UploadFolder(_folder, _maxBytes), _time.GetUtcNow(), _stopping.Token);
            _analyses[analysis.Id] = analysis;
            return analysis;
        }
    }

    /// <summary>The analysis of an id; null when there is none any more.</summary>
    public Analysis? Find(Guid id) => _analyses.GetValueOrDefault(id);

    /// <summary>Stops an analysis and deletes all of it.</summary>
    public async Task RemoveAsync(Analysis analysis)
    {
        await analysis.DisposeAsync();
        _analyses.TryRemove(analysis.Id, out _);
    }

    /// <summary>Analyses what was received, when it is its turn.</summary>
    /// <exception cref="UploadException">The files are not what they should be.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal async Task<AnalysisDto> RunAsync(Analysis analysis, AnalysisRequest request, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, analysis.Stopped);
        analysis.Enter(AnalysisState.Waiting);
        await _turn.WaitAsync(stop.Token);
        try
        {
            analysis.Enter(AnalysisState.Running);
            return await Task.Factory.StartNew(
                () => _analysis.Run(analysis.Folder.Files, request, analysis, stop.Token), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Analyses what was received while nobody waits.</summary>
    internal void Start(Analysis analysis, AnalysisRequest request)
    {
        analysis.Enter(AnalysisState.Waiting);
        analysis.GoOn(Task.Run(() => RunToEndAsync(analysis, request)));
    }

    public void Dispose()
    {
        _tidying?.Dispose();
        _stopping.Dispose();
        _turn.Dispose();
    }

    private async Task RunToEndAsync(Analysis analysis, AnalysisRequest request)
    {
        try
        {
            var result = await RunAsync(analysis, request, CancellationToken.None);
            analysis.Folder.Clear();
            await using (var file = File.Create(analysis.ResultPath))
                await JsonSerializer.SerializeAsync(file, result, ApiJson.Default.AnalysisDto, analysis.Stopped);
            analysis.Enter(AnalysisState.Done);
        }
        catch (OperationCanceledException)
        {
            analysis.Fail(new UploadException(StatusCodes.Status409Conflict, $"{analysis.Name}: stopped"));
        }
        catch (UploadException e)
        {
            analysis.Fail(e);
        }
#pragma warning disable CA1031 // Whatever it is, the one who asks for the result is told, and the agent goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.LogError(e, "The analysis {Id} failed", analysis.Id);
            analysis.Fail(new UploadException(StatusCodes.Status500InternalServerError, $"{analysis.Name}: the analysis failed; the agent's log says why"));
        }
    }

    private async Task TidyAsync()
    {
        var ended = All.Where(a => a.HasEnded).ToArray();
        foreach (var analysis in ended.Where((a, i) => i >= MostKept || _time.GetUtcNow() - a.CreatedAt > s_kept)) await RemoveAsync(analysis);
    }
}
