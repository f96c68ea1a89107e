using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Store;

/// <summary>Stores the pipelines' beats and minutes, every two seconds those of each channel in one transaction.</summary>
public sealed class BeatWriter : BackgroundService
{
    private const int BatchSize = 1024, MostMinutes = 1440;

    /// <summary>
    /// Each transaction waits for the disk, and wears an SD card by a few blocks however few beats it has. A power cut costs the beats of
    /// this time, no alert.
    /// </summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    private readonly ChannelSet _channels;
    private readonly EcgStore _store;
    private readonly StoreFlow _flow;
    private readonly ILogger<BeatWriter> _log;
    private readonly long[] _cursors;
    private readonly long[] _lost;
    private readonly BeatRecord _beat = new();
    private readonly List<BeatRow> _rows = new(BatchSize);
    private readonly long[] _minuteCursors;
    private readonly MinuteRecord _minute = new();
    private readonly List<MinuteSummary> _minutes = [];
    private bool _failed;

    public BeatWriter(ChannelSet channels, EcgStore store, StoreFlow flow, ILogger<BeatWriter> log)
    {
        _channels = channels;
        _store = store;
        _flow = flow;
        _log = log;
        _cursors = new long[channels.All.Count];
        _lost = new long[channels.All.Count];
        _minuteCursors = new long[channels.All.Count];
    }

    /// <summary>Beats of a channel that were overwritten before they could be stored.</summary>
    public long Lost(int channel) => Interlocked.Read(ref _lost[channel]);

    /// <summary>Stores what the pipelines have left behind: they have ended by then.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        StoreAll();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _flow.WaitForWork(s_interval, stoppingToken);
                StoreAll();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping; what is left is stored by StopAsync.
        }
    }

    private void StoreAll()
    {
        foreach (var channel in _channels.All)
        {
            while (StoreBatch(channel) == BatchSize)
            {
            }

            _flow.Stored(channel, _cursors[channel.Index]);
        }
    }

    private int StoreBatch(EcgChannel channel)
    {
        _rows.Clear();
        ref var cursor = ref _cursors[channel.Index];
        while (_rows.Count < BatchSize && channel.Pipeline.Beats.TryRead(ref cursor, _beat, out var lost))
        {
            if (lost > 0) Interlocked.Add(ref _lost[channel.Index], lost);
            _rows.Add(Row(channel, _beat));
        }

        // A minute that could not be stored is tried again with the next beats: there are few.
        while (channel.Pipeline.Minutes.Finished.TryRead(ref _minuteCursors[channel.Index], _minute, out _))
            _minutes.Add(_minute.Summary(channel.Options.Name));
        Store(channel);
        return _rows.Count;
    }

    private void Store(EcgChannel channel)
    {
        try
        {
            _store.SaveBeats(_rows, _minutes);
            _minutes.Clear();
            if (_failed) _log.LogWarning("Beats are stored again");
            _failed = false;
        }
        catch (StoreException e)
        {
            // Beats are telemetry: counted as lost, and monitoring goes on.
            Interlocked.Add(ref _lost[channel.Index], _rows.Count);
            if (_minutes.Count > MostMinutes) _minutes.RemoveRange(0, _minutes.Count - MostMinutes);
            if (!_failed) _log.LogError(e, "Beats cannot be stored and are lost until they can: {Problem}", e.Message);
            _failed = true;
        }
    }

    private static BeatRow Row(EcgChannel channel, BeatRecord beat) => new(
        0, channel.Options.Name, beat.At, beat.StartIndex, beat.EndIndex, beat.RrSeconds * 1000,
        beat.ClassName, beat.Probability, beat.Score, beat.Threshold, beat.Anomalous, beat.Quality);
}
