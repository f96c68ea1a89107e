using EcgEdge.Acquisition.Devices.Gpio;

namespace EcgEdge.Acquisition.Sources.Sampling;

/// <summary>
/// Contact as the AD8232's LO+ and LO- pins tell it (high: off), for samples in order of time. Edges carry the kernel's time, so that each
/// sample gets the state that held when it was taken.
/// </summary>
/// <param name="inputs">LO+ and, where it is connected, LO-; disposed with this.</param>
/// <param name="positiveLine">Number of LO+'s line on its chip.</param>
internal sealed class LeadsLines(IGpioInputs inputs, uint positiveLine) : IDisposable
{
    private const int EdgesAtOnce = 32;

    private readonly GpioEdge[] _edges = new GpioEdge[EdgesAtOnce];
    private LeadState _state;
    private int _count, _next;
    private uint _sequence;

    /// <summary>Reads the levels that hold now.</summary>
    public void Start() => ReadLevels();

    /// <summary>Contact at this time of the monotonic clock; times must not go back.</summary>
    public LeadState At(long nanoseconds)
    {
        while (true)
        {
            while (_next < _count && (long)_edges[_next].Nanoseconds <= nanoseconds) Apply(_edges[_next++]);
            if (_next < _count) return _state;
            _next = 0;
            _count = inputs.ReadEdges(_edges);
            if (_count == 0) return _state;
        }
    }

    public void Dispose() => inputs.Dispose();

    private void Apply(in GpioEdge edge)
    {
        var isLost = _sequence != 0 && edge.Sequence != _sequence + 1;
        _sequence = edge.Sequence;
        if (isLost)
        {
            // The kernel's buffer ran over: only the levels tell the truth.
            ReadLevels();
            return;
        }

        var off = edge.Line == positiveLine ? LeadState.PositiveOff : LeadState.NegativeOff;
        _state = edge.IsHigh ? _state | off : _state & ~off;
    }

    private void ReadLevels()
    {
        var levels = inputs.ReadLevels();
        _state = ((levels & 1) != 0 ? LeadState.PositiveOff : LeadState.On) | ((levels & 2) != 0 ? LeadState.NegativeOff : LeadState.On);
    }
}
