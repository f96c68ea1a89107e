using EcgEdge.Acquisition.Devices.Adc;
using EcgEdge.Acquisition.Devices.Gpio;

namespace EcgEdge.Acquisition.Sources.Sampling;

/// <summary>
/// Takes a sample at every tick of an even grid of absolute deadlines. A tick that was missed is a missing sample, never a repeated one; a
/// bus that breaks down is opened again while the grid goes on.
/// </summary>
internal sealed class SamplingThread
{
    private const long NanosecondsPerSecond = 1_000_000_000, RetryNanoseconds = NanosecondsPerSecond;

    /// <summary>A reading later than this share of an interval belongs to no tick.</summary>
    private const double LatestShare = 0.5;

    /// <summary>A reading later than this share of an interval is counted as late.</summary>
    private const double LateShare = 0.1;

    /// <summary>How long samples wait at most before the reader is woken.</summary>
    private const double WakeSeconds = 0.01;

    private readonly IConverterParts _parts;
    private readonly ConverterOptions _options;
    private readonly ISampleTimer _timer;
    private readonly SampleRing _ring;
    private readonly SourceHealth _health;
    private readonly LeadsSettling _settling;
    private readonly double _interval;
    private readonly long _ticksPerSecond, _ticksPerWake;
    private IAdc? _converter;
    private LeadsLines? _leads;
    private GpioOutput? _shutdown;
    private volatile bool _isStopping;
    private volatile Exception? _failure;
    private long _retryAt;
    private double _worstLate;

    public SamplingThread(IConverterParts parts, ConverterOptions options, ISampleTimer timer, SampleRing ring, SourceHealth health)
    {
        _parts = parts;
        _options = options;
        _timer = timer;
        _ring = ring;
        _health = health;
        _settling = new LeadsSettling(options.SampleRateHz, options.SettleSeconds, options.Leads);
        _interval = NanosecondsPerSecond / options.SampleRateHz;
        _ticksPerSecond = (long)Math.Round(options.SampleRateHz);
        _ticksPerWake = Math.Max(1, (long)(WakeSeconds * options.SampleRateHz));
    }

    /// <summary>Raised some hundred times a second, when samples wait in the ring, and at the end.</summary>
    public Action? Sampled { get; set; }

    /// <summary>What ended the sampling although nobody stopped it; null while all is well.</summary>
    public Exception? Failure => _failure;

    public void Stop() => _isStopping = true;

    /// <summary>Samples until stopped.</summary>
    /// <param name="origin">Time of tick 0, nanoseconds.</param>
    public void Run(long origin)
    {
        if (_options.RealTime) _health.Note = RealTime.Request();
        try
        {
            for (long tick = 0; !_isStopping;) tick = TakeOne(tick, origin);
        }
#pragma warning disable CA1031 // Whatever it is, the reader tells it: an exception on this thread would end the whole agent.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = e;
        }
        finally
        {
            CloseParts();
            Sampled?.Invoke();
        }
    }

    /// <summary>Takes the sample of a tick and gives the next tick.</summary>
    private long TakeOne(long tick, long origin)
    {
        var due = origin + (long)(tick * _interval);
        _timer.SleepUntil(due);
        var now = _timer.NowNanoseconds;
        var missed = (long)((now - due) / _interval + (1 - LatestShare));
        if (missed > 0)
        {
            _health.AddLost(missed);
            return tick + missed;
        }

        _worstLate = Math.Max(_worstLate, now - due);
        if (now - due > LateShare * _interval) _health.AddLateDeadline();
        if (tick % _ticksPerSecond == 0) CloseSecond();
        Store(tick, now);
        if (tick % _ticksPerWake == 0) Sampled?.Invoke();
        return tick + 1;
    }

    private void Store(long tick, long now)
    {
        var (millivolts, leads) = Measure(now);
        var isMissing = float.IsNaN(millivolts) && leads == LeadState.On;
        if (!_ring.TryAdd(tick, millivolts, leads) || isMissing) _health.AddLost(1);
    }

    private (float Millivolts, LeadState Leads) Measure(long now)
    {
        try
        {
            if (_converter is null && !TryOpenParts(now)) return (float.NaN, LeadState.On);
            var leads = _settling.Take(_leads?.At(now) ?? LeadState.On);
            return (_converter!.TryRead(out var counts) ? _options.Chain.Millivolts(counts) : float.NaN, leads);
        }
        catch (IOException e)
        {
            _health.Problem = e.Message;
            CloseParts();
            _retryAt = now + RetryNanoseconds;
            return (float.NaN, LeadState.On);
        }
    }

    private bool TryOpenParts(long now)
    {
        if (now < _retryAt) return false;
        _shutdown = _parts.OpenShutdown();
        _leads = _parts.OpenLeads(out var positiveLine) is { } inputs ? new LeadsLines(inputs, positiveLine) : null;
        _leads?.Start();
        var converter = _parts.OpenConverter();
        try
        {
            converter.Start();
        }
        catch
        {
            converter.Dispose();
            throw;
        }

        _converter = converter;
        _health.Problem = null;
        _health.AddConnection();
        return true;
    }

    private void CloseSecond()
    {
        _health.JitterMilliseconds = _worstLate / 1e6;
        _worstLate = 0;
    }

    private void CloseParts()
    {
        _converter?.Dispose();
        _leads?.Dispose();
        _shutdown?.Dispose();
        (_converter, _leads, _shutdown) = (null, null, null);
    }
}
