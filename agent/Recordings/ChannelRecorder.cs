using System.Collections.Concurrent;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Recordings;

/// <summary>
/// Brings one channel's samples, beats and alerts to its segments. Used by the recorder's thread alone, but for what is said to be for any.
/// </summary>
internal sealed class ChannelRecorder : IDisposable
{
    private const int PieceSamples = 4096;
    private const double SegmentSeconds = 3600;

    /// <summary>No beat is told later than this after its R peak.</summary>
    private const double LatestBeatSeconds = 10;

    /// <summary>A wall clock that is found so far from where the samples put it has been set.</summary>
    private static readonly TimeSpan s_clockStep = TimeSpan.FromSeconds(2);

    private readonly EcgChannel _channel;
    private readonly string _folder, _run;
    private readonly RunClock _clock;
    private readonly float[] _samples = new float[PieceSamples];
    private readonly BeatRecord _beat = new();
    private readonly ConcurrentQueue<AlertNote> _alerts = new();
    private readonly HashSet<Guid> _raised = [];
    private readonly PendingNotes _notes = new();
    private SegmentWriter? _previous, _current;
    private long _cursor, _beatCursor, _lost, _clipped, _end;

    /// <param name="channel">The channel.</param>
    /// <param name="root">Folder of all recordings.</param>
    /// <param name="run">Name of this start of the agent.</param>
    /// <param name="clock">What the times of this run are dated by.</param>
    public ChannelRecorder(EcgChannel channel, string root, string run, RunClock clock)
    {
        _channel = channel;
        _clock = clock;
        _folder = Path.Combine(root, SegmentName.Folder(channel.Options.Name));
        _run = run;
    }

    public EcgChannel Channel => _channel;

    /// <summary>Samples that were not recorded: overwritten, or come while recording was paused. For any thread.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Samples recorded as the limit of the range. For any thread.</summary>
    public long Clipped => Interlocked.Read(ref _clipped);

    /// <summary>Samples that wait to be read. For any thread.</summary>
    public long Waiting => _channel.Raw.End - Interlocked.Read(ref _cursor);

    /// <summary>Set whenever samples were taken. For any thread.</summary>
    public ManualResetEventSlim Drained { get; } = new();

    private long SegmentSamples => (long)Math.Round(SegmentSeconds * _channel.Raw.SampleRateHz);

    private long LatestBeat => (long)(LatestBeatSeconds * _channel.Raw.SampleRateHz);

    /// <summary>Paths of the segments that are being written.</summary>
    public IEnumerable<string> Open => new[] { _previous, _current }.OfType<SegmentWriter>().Select(s => s.Path);

    /// <summary>Notes that an alert was raised or cleared; told again, for another reason, it is not noted again. For any thread.</summary>
    public void Take(Alert alert)
    {
        lock (_raised)
        {
            if (alert.State == AlertState.Raised && _raised.Add(alert.Id)) _alerts.Enqueue(AlertNote.Raised(alert));
            if (alert.State == AlertState.Cleared && _raised.Remove(alert.Id)) _alerts.Enqueue(AlertNote.Cleared(alert));
        }
    }

    /// <summary>Records everything that has come.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Drain()
    {
        int count;
        var cursor = _cursor;
        while ((count = _channel.Raw.Read(ref cursor, _samples, out var first, out var lost)) > 0)
        {
            Interlocked.Add(ref _lost, lost);
            Record(first, _samples.AsSpan(0, count));
            Interlocked.Exchange(ref _cursor, cursor);
            Drained.Set();
        }

        Annotate(isLast: false);
        if (_previous is { } previous && _end - previous.End > LatestBeat) Release(ref _previous, previous);
    }

    /// <summary>Writes what was drained.</summary>
    /// <param name="toDisk">Whether to wait until it is safe from a power cut.</param>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Flush(bool toDisk)
    {
        _previous?.Flush(toDisk);
        _current?.Flush(toDisk);
    }

    /// <summary>Passes over everything that has come: it is lost.</summary>
    public void Skip()
    {
        var end = _channel.Raw.End;
        Interlocked.Add(ref _lost, end - _cursor);
        Interlocked.Exchange(ref _cursor, end);
        Drained.Set();
        _beatCursor = _channel.Pipeline.Beats.End;
        _alerts.Clear();
        _notes.Clear();
    }

    /// <summary>Ends the recording in good order.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Finish()
    {
        Annotate(isLast: true);
        if (_previous is { } previous) Release(ref _previous, previous);
        _current?.Finish();
        if (_current is { } current) Release(ref _current, current);
    }

    /// <summary>Lets go of what is being written, as it is.</summary>
    public void Dispose()
    {
        _previous?.Dispose();
        _current?.Dispose();
        (_previous, _current) = (null, null);
    }

    private static void Release(ref SegmentWriter? field, SegmentWriter segment)
    {
        segment.Flush(toDisk: true);
        segment.Dispose();
        field = null;
    }

    private void Record(long first, ReadOnlySpan<float> samples)
    {
        if (_current is { } open && (HasClockStepped(open) || open.SampleRateHz != _channel.Raw.SampleRateHz)) Roll();
        if (_current is { } current) current.AppendGap(Math.Min(first - current.End, current.FirstIndex + SegmentSamples - current.End));
        while (samples.Length > 0)
        {
            if (_current is not null && _current.End - _current.FirstIndex >= SegmentSamples) Roll();
            _current ??= Begin(first);
            var part = samples[..(int)Math.Min(samples.Length, _current.FirstIndex + SegmentSamples - _current.End)];
            var clipped = _current.Clipped;
            _current.Append(part);
            Interlocked.Add(ref _clipped, _current.Clipped - clipped);
            first += part.Length;
            samples = samples[part.Length..];
        }

        _end = first;
    }

    private bool HasClockStepped(SegmentWriter open) =>
        (open.StartedAt - _clock.Correct(_channel.Raw.TimeOf(open.FirstIndex))).Duration() > s_clockStep;

    private SegmentWriter Begin(long first)
    {
        var startedAt = _clock.Correct(_channel.Raw.TimeOf(first));
        var path = Path.Combine(_folder, SegmentName.Record(_channel.Options.Name, startedAt));
        return SegmentWriter.Create(
            new SegmentInfo(path, _channel.Options.Name, startedAt, _channel.Raw.SampleRateHz, 0, false, _run, first));
    }

    /// <summary>Ends the segment's signal; its last beats may still be told.</summary>
    private void Roll()
    {
        if (_previous is { } previous) Release(ref _previous, previous);
        _current!.Finish();
        (_previous, _current) = (_current, null);
    }

    private void Annotate(bool isLast)
    {
        while (_alerts.TryDequeue(out var alert)) _notes.Add(alert);
        while (_channel.Pipeline.Beats.TryRead(ref _beatCursor, _beat, out _))
        {
            WriteNotes(_beat.StartIndex);
            Write(BeatCode.Annotation(_beat.StartIndex, _beat.ClassName, _beat.Anomalous));
        }

        WriteNotes(isLast ? long.MaxValue : _end - LatestBeat);
    }

    private void WriteNotes(long until)
    {
        while (_notes.TryTake(until, out var note)) Write(BeatCode.Note(Math.Min(note.Index, _end - 1), note.Text));
    }

    /// <summary>
    /// Writes an annotation into the segment that holds its sample. Where that sample was lost, a note stands at the next there is; a beat
    /// has no place.
    /// </summary>
    private void Write(WfdbAnnotation annotation)
    {
        var index = _notes.Follow(annotation.Sample);
        var segment = _previous is { } previous && index < previous.End ? previous : _current;
        if (segment is null || index >= segment.End || index < segment.FirstIndex && annotation.IsBeat) return;
        segment.Annotate(annotation with { Sample = Math.Max(0, index - segment.FirstIndex) });
    }
}
