using System.Diagnostics;
using EcgEdge.Acquisition.Simulation;

namespace EcgEdge.Acquisition.Tests.Sources.FrontEnd;

/// <summary>A virtual front end whose sample k is k modulo 1000 millivolts-counts, sent in real time by a thread of its own.</summary>
internal sealed class Sender : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _stop, _isMuted, _isIdle;
    private readonly Action<byte[]> _send;
    private readonly VirtualFrontEnd _frontEnd;
    private readonly double _rateHz;

    public Sender(VirtualFrontEndOptions options, Action<byte[]> send, double? trueRateHz = null)
    {
        _send = send;
        _rateHz = trueRateHz ?? options.SampleRateHz;
        var next = 0;
        _frontEnd = new VirtualFrontEnd(options with { Chain = options.Chain with { ZeroCounts = 0, Gain = 1, VoltsPerCount = 0.001 } }, () => next++ % 1000);
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>While muted, samples are taken and not sent.</summary>
    public bool IsMuted
    {
        set => _isMuted = value;
    }

    /// <summary>While idle, samples are taken and kept back; they come all at once afterwards.</summary>
    public bool IsIdle
    {
        set => _isIdle = value;
    }

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
    }

    private void Run()
    {
        var clock = Stopwatch.StartNew();
        var held = new List<byte>();
        while (!_stop)
        {
            while (_frontEnd.Samples < clock.Elapsed.TotalSeconds * _rateHz)
            {
                var bytes = _frontEnd.Next().ToArray();
                if (!_isMuted) held.AddRange(bytes);
            }

            if (!_isIdle && held.Count > 0)
            {
                _send([.. held]);
                held.Clear();
            }

            Thread.Sleep(10);
        }
    }
}
