namespace EcgEdge.Acquisition.Sources.Sampling;

/// <summary>
/// An analogue front end (AD8232) behind a converter on SPI or I2C, sampled by a thread of its own so that nothing that happens with the
/// samples can delay them.
/// </summary>
public sealed class ConverterSource : IEcgSource
{
    private const int RingSamples = 8192, JoinSeconds = 5;

    private readonly ConverterOptions _options;
    private readonly TimeProvider _time;
    private readonly ISampleTimer _timer;
    private readonly SampleRing _ring = new(RingSamples);
    private readonly SemaphoreSlim _sampled = new(0, 1);
    private readonly SamplingThread _sampling;
    private Thread? _thread;
    private DateTimeOffset _openedAt;
    private long _openedTimestamp;

    /// <param name="parts">Converter and lines.</param>
    /// <param name="options">How they are read.</param>
    /// <param name="time">Clock of the timestamps.</param>
    public ConverterSource(IConverterParts parts, ConverterOptions options, TimeProvider time)
        : this(parts, options, time, new KernelTimer())
    {
    }

    internal ConverterSource(IConverterParts parts, ConverterOptions options, TimeProvider time, ISampleTimer timer)
    {
        _options = options;
        _time = time;
        _timer = timer;
        _sampling = new SamplingThread(parts, options, timer, _ring, Health) { Sampled = Wake };
        Description = new SourceDescription(options.Kind, parts.Text, options.SampleRateHz, HasRhythm: true, IsPaced: true);
    }

    public SourceDescription Description { get; }

    public SourceHealth Health { get; } = new();

    public void Open()
    {
        (_openedAt, _openedTimestamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        var origin = _timer.NowNanoseconds;
        Health.MeasuredRateHz = _options.SampleRateHz;
        _thread = new Thread(() => _sampling.Run(origin)) { IsBackground = true, Name = $"sampling {Description.Text}", Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    public bool Read(SampleBlock block, CancellationToken cancellation)
    {
        while (!_ring.Fill(block))
        {
            if (_sampling.Failure is { } failure) throw new IOException($"{Description.Text}: sampling broke down: {failure.Message}", failure);
            _sampled.Wait(cancellation);
        }

        var offset = block.FirstIndex / _options.SampleRateHz;
        block.Timestamp = _openedTimestamp + (long)(offset * _time.TimestampFrequency);
        block.At = _openedAt + TimeSpan.FromSeconds(offset);
        return true;
    }

    public void Dispose()
    {
        _sampling.Stop();
        _thread?.Join(TimeSpan.FromSeconds(JoinSeconds));
        _sampled.Dispose();
    }

    private void Wake()
    {
        if (_sampled.CurrentCount == 0) _sampled.Release();
    }
}
