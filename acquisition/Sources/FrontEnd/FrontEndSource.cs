using EcgEdge.Acquisition.Protocols;

namespace EcgEdge.Acquisition.Sources.FrontEnd;

/// <summary>
/// A front end that sends samples as bytes: over a serial line, the network or a pipe. It survives whatever happens to these: while nothing
/// comes, time goes on in samples marked as missing (not a number), so that everyone downstream notices; the device is opened again when
/// it returns; what is lost is a gap of the right length, and what comes too late is thrown away, never told twice.
/// </summary>
public sealed class FrontEndSource : IEcgSource
{
    private const int ReadBytes = 1024, QueueSamples = 8192, PollMilliseconds = 50;

    /// <summary>After so long without a sample, samples are given up. Well above what USB and Wi-Fi hold back in normal operation.</summary>
    private const double SilenceSeconds = 0.7;

    /// <summary>A front end further off its rate than this would be filtered wrongly.</summary>
    private const double MostRateError = 0.1;

    private readonly IFrontEndPort _port;
    private readonly FrontEndOptions _options;
    private readonly TimeProvider _time;
    private readonly FrontEndDecoder _decoder;
    private readonly Intake _intake;
    private readonly ArrivalClock _clock;
    private readonly SampleQueue _queue = new(QueueSamples);
    private readonly Reopening _reopening;
    private readonly byte[] _bytes = new byte[ReadBytes];
    private long _heardAt, _lastTimestamp;
    private DateTimeOffset _openedAt;
    private long _openedTimestamp;
    private bool _isOpen, _hasEnded;

    /// <param name="port">Where bytes come from; disposed with the source.</param>
    /// <param name="options">What is sent.</param>
    /// <param name="time">Clock.</param>
    public FrontEndSource(IFrontEndPort port, FrontEndOptions options, TimeProvider time)
    {
        _port = port;
        _options = options;
        _time = time;
        _decoder = new FrontEndDecoder(options.SampleRateHz, options.Bits, port.StartsMidLine);
        _clock = new ArrivalClock(options.SampleRateHz, time);
        _reopening = new Reopening(time);
        _intake = new Intake(options, _queue, Health);
        Description = new SourceDescription(port.Kind, port.Text, options.SampleRateHz, HasRhythm: true, IsPaced: port.IsLive);
    }

    public SourceDescription Description { get; }

    public SourceHealth Health { get; } = new();

    /// <summary>Starts the clock and tries the device; one that is not there yet is waited for.</summary>
    public void Open()
    {
        _openedAt = _time.GetUtcNow();
        _openedTimestamp = _heardAt = _lastTimestamp = _time.GetTimestamp();
        _clock.Arrived(0, _openedTimestamp);
        TryOpen();
    }

    public bool Read(SampleBlock block, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_queue.Fill(block))
            {
                Stamp(block);
                return true;
            }

            if (_hasEnded) return false;
            if (_isOpen) Listen();
            else Wait(cancellation);
            if (_port.IsLive) GiveUpSilence();
        }
    }

    public void Dispose()
    {
        _port.Dispose();
        _reopening.Dispose();
    }

    private void Listen()
    {
        int count;
        try
        {
            count = _port.Read(_bytes, PollMilliseconds);
        }
        catch (IOException e)
        {
            Lose(e.Message);
            return;
        }

        if (count > 0) Take(_bytes.AsSpan(0, count));
        else if (count < 0) _hasEnded = true;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        var now = _time.GetTimestamp();
        _intake.Begin(_port.IsLive ? _clock.IndexAt(now) : long.MaxValue, _decoder.IsNumbered);
        _decoder.Decode(bytes, _intake);
        Health.Protocol = _decoder.Protocol;
        if (!_intake.HasSample) return;

        Health.Problem = null;
        if (_intake.HasRestarted) _clock.Restart();
        _clock.Arrived(_intake.NextIndex, now);
        _heardAt = now;
        Health.MeasuredRateHz = _port.IsLive ? _clock.MeasuredRateHz : double.NaN;
        Health.JitterMilliseconds = _port.IsLive ? _clock.JitterMilliseconds : double.NaN;
        CheckRate();
    }

    /// <exception cref="IOException">The rate is not the one configured: no state to wait out, so the source ends.</exception>
    private void CheckRate()
    {
        if (!(Math.Abs(Health.MeasuredRateHz / _options.SampleRateHz - 1) > MostRateError)) return;
        throw new IOException(FormattableString.Invariant(
            $"{_port.Text}: sends {Health.MeasuredRateHz:0.0} samples per second, {_options.SampleRateHz:0.###} are configured; set SampleRateHz"));
    }

    /// <summary>Marks the samples of a silence as missing, up to now.</summary>
    private void GiveUpSilence()
    {
        var now = _time.GetTimestamp();
        if (_time.GetElapsedTime(_heardAt, now).TotalSeconds < SilenceSeconds) return;
        if (_isOpen) Health.Problem ??= $"{_port.Text}: nothing comes";
        _intake.GiveUp(Math.Min(_clock.IndexAt(now), _intake.NextIndex + _queue.Room));
    }

    private void Wait(CancellationToken cancellation)
    {
        if (_reopening.WaitUntilDue(PollMilliseconds, cancellation)) TryOpen();
    }

    private void TryOpen()
    {
        try
        {
            _port.Open();
            _decoder.Restart();
            _intake.Reconnect();
            _isOpen = true;
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
        _port.Close();
        _isOpen = false;
        Health.Problem = problem;
        _reopening.Failed();
    }

    private void Stamp(SampleBlock block)
    {
        var timestamp = _port.IsLive
            ? _clock.TimestampOf(block.FirstIndex)
            : _openedTimestamp + (long)(block.FirstIndex / _options.SampleRateHz * _time.TimestampFrequency);
        // When the line through the arrivals is drawn anew, time may stand still for a moment but never runs back.
        _lastTimestamp = Math.Max(_lastTimestamp, timestamp);
        block.Timestamp = _lastTimestamp;
        block.At = _openedAt + _time.GetElapsedTime(_openedTimestamp, _lastTimestamp);
    }
}
