using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Tests.Sources.FrontEnd;

/// <summary>Reads a source on a thread of its own, as a channel does, and keeps what comes.</summary>
internal sealed class Reader : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly IEcgSource _source;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private readonly List<Sample> _samples = [];

    public Reader(IEcgSource source)
    {
        _source = source;
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public readonly record struct Sample(long Index, float Millivolts, LeadState Leads, DateTimeOffset At);

    public Exception? Failure { get; private set; }

    public Sample[] Samples
    {
        get
        {
            lock (_gate) return [.. _samples];
        }
    }

    /// <summary>Whether the device has been opened.</summary>
    public bool HasOpened => _source.Health.Connections > 0;

    /// <summary>Samples whose value is known.</summary>
    public Sample[] Values => [.. Samples.Where(s => float.IsFinite(s.Millivolts))];

    /// <summary>Waits until something holds, and fails when it does not within a generous time.</summary>
    public void Until(Func<bool> holds, string what)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(Failure is null, $"the source failed: {Failure?.Message}");
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < s_patience, $"not within {s_patience.TotalSeconds} s: {what}; problem: {_source.Health.Problem}");
            Thread.Yield();
            _thread.Join(5);
        }
    }

    /// <summary>Waits until the source ends by itself.</summary>
    public void ToTheEnd() => Assert.True(_thread.Join(s_patience), "the source did not end");

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _source.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        var block = new SampleBlock(512);
        try
        {
            _source.Open();
            while (_source.Read(block, _stop.Token))
            {
                lock (_gate)
                {
                    for (var i = 0; i < block.Count; i++) _samples.Add(new Sample(block.FirstIndex + i, block.Millivolts[i], block.Leads[i], block.At));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped by the test.
        }
        catch (IOException e)
        {
            Failure = e;
        }
    }
}
