using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Sources.FrontEnd;

namespace EcgEdge.Agent.Live;

/// <summary>
/// Another agent's live stream as a source. What it sends is its trace, filtered already; samples it leaves out are gaps here too, and
/// while nothing comes they are marked as missing, so that the silence is noticed.
/// </summary>
public sealed class AgentSource : IEcgSource
{
    private const int PollMilliseconds = 50, GapSamples = 512;
    private const double SilenceSeconds = 1;

    private readonly Uri _agent;
    private readonly string? _channel, _token;
    private readonly double _rateHz;
    private readonly TimeProvider _time;
    private readonly Reopening _reopening;
    private LiveStreamClient? _client;
    private long _next, _offset, _heardAt, _dueAt;
    private DateTimeOffset _nextAt;
    private bool _isFresh = true;

    /// <param name="agent">Address of the agent.</param>
    /// <param name="channel">Its channel; null for the first.</param>
    /// <param name="token">Its access token; null when it has none.</param>
    /// <param name="sampleRateHz">Rate of that channel.</param>
    /// <param name="time">Clock.</param>
    public AgentSource(Uri agent, string? channel, string? token, double sampleRateHz, TimeProvider time)
    {
        (_agent, _channel, _token, _rateHz, _time) = (agent, channel, token, sampleRateHz, time);
        _reopening = new Reopening(time);
        Description = new SourceDescription("agent", $"{agent} {channel}".TrimEnd(), sampleRateHz, HasRhythm: true, IsPaced: true);
    }

    public SourceDescription Description { get; }

    public SourceHealth Health { get; } = new();

    public void Open()
    {
        _heardAt = _dueAt = _time.GetTimestamp();
        _nextAt = _time.GetUtcNow();
        TryConnect();
    }

    public bool Read(SampleBlock block, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_client is null)
            {
                if (_reopening.WaitUntilDue(PollMilliseconds, cancellation)) TryConnect();
            }
            else if (Listen(block))
            {
                return true;
            }

            if (_time.GetElapsedTime(_heardAt).TotalSeconds >= SilenceSeconds && GiveUp(block)) return true;
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _reopening.Dispose();
    }

    private bool Listen(SampleBlock block)
    {
        ReadOnlySpan<byte> message;
        try
        {
            message = _client!.Read(PollMilliseconds);
        }
        catch (IOException e)
        {
            Lose(e.Message);
            return false;
        }

        return SampleFrameReader.TryRead(message, out var frame) && frame.Channel == _client!.Channel && Take(frame, block);
    }

    private bool Take(SampleFrameReader frame, SampleBlock block)
    {
        if (Math.Abs(frame.SampleRateHz - _rateHz) > 0.001 * _rateHz)
            throw new IOException(FormattableString.Invariant($"{Description.Text}: has {frame.SampleRateHz:0.###} samples per second, {_rateHz:0.###} are configured; set SampleRateHz"));

        _heardAt = _dueAt = _time.GetTimestamp();
        Health.Problem = null;
        if (_isFresh || frame.First + _offset < _next - GapSamples * 8)
        {
            // Nothing ties its numbers to ours: one of ours is left out, so that nothing is joined.
            _offset = _next + (_next > 0 ? 1 : 0) - frame.First;
            _isFresh = false;
        }

        // What had been given up meanwhile is late and passed over.
        var late = (int)Math.Clamp(_next - (frame.First + _offset), 0, frame.Count);
        var count = Math.Min(frame.Count - late, block.Capacity);
        if (late > 0) Health.AddLate(late);
        if (count == 0) return false;

        var first = frame.First + _offset + late;
        Health.AddLost(first - _next);
        for (var i = 0; i < count; i++) (block.Millivolts[i], block.Leads[i]) = (frame.Millivolts(late + i), frame.Leads);
        Stamp(block, first, count, frame.At.AddSeconds(late / _rateHz));
        return true;
    }

    /// <summary>Marks the samples of a silence as missing.</summary>
    private bool GiveUp(SampleBlock block)
    {
        var due = (long)(_time.GetElapsedTime(_dueAt).TotalSeconds * _rateHz);
        var count = (int)Math.Clamp(due, 0, Math.Min(GapSamples, block.Capacity));
        if (count == 0) return false;
        _dueAt += (long)(count / _rateHz * _time.TimestampFrequency);
        if (_client is not null) Health.Problem ??= $"{Description.Text}: nothing comes";
        block.Millivolts.AsSpan(0, count).Fill(float.NaN);
        block.Leads.AsSpan(0, count).Clear();
        Health.AddLost(count);
        Stamp(block, _next, count, _nextAt);
        return true;
    }

    private void Stamp(SampleBlock block, long first, int count, DateTimeOffset at)
    {
        (block.FirstIndex, block.Count, block.At, block.Timestamp) = (first, count, at, _time.GetTimestamp());
        _next = first + count;
        _nextAt = at.AddSeconds(count / _rateHz);
    }

    private void TryConnect()
    {
        try
        {
            _client = LiveStreamClient.Connect(_agent, _channel, _token);
            _isFresh = true;
            Health.AddConnection();
            _reopening.Succeeded();
        }
        catch (IOException e)
        {
            Lose(e.Message);
        }
    }

    private void Lose(string problem)
    {
        _client?.Dispose();
        _client = null;
        Health.Problem = problem;
        _reopening.Failed();
    }
}
