using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Recordings;

/// <summary>
/// Records every channel, on a thread of its own: it reads what the sources left in memory and never holds one up. When the disk is full or
/// fails, recording pauses, which is shown, and goes on with a gap once it can.
/// </summary>
public sealed class SignalRecorder : BackgroundService
{
    private const double Megabyte = 1e6;

    /// <summary>What must be free above the least before recording goes on, so that it does not flap.</summary>
    private const double RoomToResumeMegabytes = 1;

    /// <summary>Less than the second that a power cut may cost, by the time that writing takes.</summary>
    private static readonly TimeSpan s_sync = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan s_drain = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_tidy = TimeSpan.FromMinutes(1);

    private readonly ChannelSet _channels;
    private readonly RecorderOptions _options;
    private readonly AlertWriter _alerts;
    private readonly TimeProvider _time;
    private readonly ILogger<SignalRecorder> _log;
    private readonly List<ChannelRecorder> _recorders = [];
    private readonly SemaphoreSlim _work = new(0);
    private FileStream? _claim;
    private long _synced, _tidied, _bytes;
    private volatile string? _problem;
    private volatile bool _isRecording;

    public SignalRecorder(
        AgentOptions options, RecordingFolder folder, ChannelSet channels, AlertWriter alerts, RunClock clock, ILogger<SignalRecorder> log)
    {
        _channels = channels;
        _options = options.Recorder;
        _alerts = alerts;
        _time = clock;
        _log = log;
        Folder = folder;
        if (!_options.Enabled) return;
        var run = Guid.CreateVersion7().ToString("N");
        foreach (var channel in channels.All) _recorders.Add(new ChannelRecorder(channel, folder.Path, run, clock));
    }

    /// <summary>Where the recordings lie.</summary>
    public RecordingFolder Folder { get; }

    public RecorderStatus Status => new(
        _options.Enabled, Folder.Path, _isRecording, _problem, Interlocked.Read(ref _bytes), _recorders.Sum(r => r.Lost), _recorders.Sum(r => r.Clipped));

    /// <summary>For a source that gives samples as fast as they are read: waits while half of its memory is still to be recorded.</summary>
    public void WaitForRoom(EcgChannel channel, CancellationToken cancellation)
    {
        if (!_options.Enabled || ExecuteTask is null or { IsCompleted: true }) return;
        var recorder = _recorders[channel.Index];
        while (recorder.Waiting > channel.Raw.Capacity / 2)
        {
            if (_work.CurrentCount == 0) _work.Release();
            recorder.Drained.Reset();
            if (recorder.Waiting > channel.Raw.Capacity / 2) recorder.Drained.Wait(s_drain, cancellation);
        }
    }

    /// <summary>Records what the sources have left behind, they have ended by then, and finishes the segments.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _alerts.Saved -= Note;
        if (_options.Enabled) Finish();
        _claim?.Dispose();
    }

    public override void Dispose()
    {
        foreach (var recorder in _recorders) recorder.Dispose();
        _claim?.Dispose();
        _work.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_options.Enabled) return;
        _alerts.Saved += Note;
        try
        {
            while (true)
            {
                Cycle();
                await _work.WaitAsync(s_drain, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping; what is left is recorded by StopAsync.
        }
    }

    private void Note(Alert alert) => _recorders.Find(r => r.Channel.Options.Name == alert.Channel)?.Take(alert);

    private void Cycle()
    {
        try
        {
            var isDue = _synced == 0 || _time.GetElapsedTime(_synced) >= s_sync;
            if (isDue) _synced = _time.GetTimestamp();
            if (!_isRecording && !(isDue && TryBegin()))
            {
                foreach (var recorder in _recorders) recorder.Skip();
                return;
            }

            if (isDue) CheckRoom(_options.MinFreeMegabytes);
            foreach (var recorder in _recorders) recorder.Drain();
            foreach (var recorder in _recorders) recorder.Flush(toDisk: isDue);
            if (isDue) Tidy();
        }
#pragma warning disable CA1031 // Whatever recording fails with is shown as its problem; monitoring goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Pause(e);
        }
    }

    private bool TryBegin()
    {
        Directory.CreateDirectory(Folder.Path);
        CheckRoom(_options.MinFreeMegabytes + RoomToResumeMegabytes);
        _claim ??= Claim();
        foreach (var folder in Folder.ChannelFolders()) SegmentRepair.Run(folder, TellRepaired);
        if (_problem is not null) _log.LogWarning("Recording goes on");
        _problem = null;
        _tidied = 0;
        return _isRecording = true;
    }

    /// <summary>Two recorders in one folder would each take the other's open segments for a dead one's.</summary>
    private FileStream Claim()
    {
        var path = Path.Combine(Folder.Path, ".lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException($"{Folder.Path}: in use by another ecgedge; choose another Recorder:Directory", e);
        }
    }

    private void TellRepaired(string record, string? problem)
    {
        if (problem is null) _log.LogWarning("Recording {Record} had been cut short; it is whole now as far as it goes", record);
        else _log.LogWarning("Recording {Record} is left as it is: {Problem}", record, problem);
    }

    private void CheckRoom(double megabytes)
    {
        if (new DriveInfo(Folder.Path).AvailableFreeSpace is var free && free < megabytes * Megabyte)
            throw new IOException(FormattableString.Invariant($"{Folder.Path}: {free / Megabyte:0.0} MB are free; recording needs {megabytes:0.#}"));
    }

    private void Tidy()
    {
        if (_tidied != 0 && _time.GetElapsedTime(_tidied) < s_tidy) return;
        _tidied = _time.GetTimestamp();
        var open = _recorders.SelectMany(r => r.Open).ToHashSet();
        var (deleted, bytes) = SegmentRetention.Run(Folder, _options, _time.GetUtcNow(), open);
        Interlocked.Exchange(ref _bytes, bytes);
        if (deleted > 0) _log.LogInformation("{Count} old recordings deleted", deleted);
    }

    private void Pause(Exception cause)
    {
        if (_problem is null) _log.LogError(cause, "Recording pauses: {Problem}", cause.Message);
        _problem = cause.Message;
        _isRecording = false;
        foreach (var recorder in _recorders)
        {
            recorder.Dispose();
            recorder.Skip();
        }

        try
        {
            if (_claim is null) return;
            foreach (var folder in Folder.ChannelFolders()) SegmentRepair.Run(folder, (_, _) => { });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.LogWarning("What was recorded will be finished when there is room: {Problem}", e.Message);
        }
    }

    private void Finish()
    {
        try
        {
            if (!_isRecording && !TryBegin()) return;
            foreach (var recorder in _recorders)
            {
                recorder.Drain();
                recorder.Finish();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Pause(e);
        }
    }
}
