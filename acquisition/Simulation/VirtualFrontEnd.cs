using System.Globalization;
using System.Text;
using EcgEdge.Acquisition.Protocols;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Simulation;

/// <summary>
/// The other end of a line: makes the bytes that a microcontroller with an AD8232 would send, faults included. The same seed and signal
/// give the same bytes.
/// </summary>
public sealed class VirtualFrontEnd
{
    private const int LongestLine = 40;

    private readonly VirtualFrontEndOptions _options;
    private readonly Func<float> _millivolts;
    private readonly Random _random;
    private readonly FaultSchedule _stuck, _leadsOff, _unplugged;
    private readonly short[] _counts;
    private readonly LeadState[] _leads;
    private readonly byte[] _frame;
    private int _stuckAt;

    /// <param name="options">What it is like.</param>
    /// <param name="millivolts">Gives the next sample of the signal at the skin.</param>
    public VirtualFrontEnd(VirtualFrontEndOptions options, Func<float> millivolts)
    {
        _options = options;
        _millivolts = millivolts;
        _random = new Random(options.Seed);
        _stuck = new FaultSchedule(options.Faults.StuckEverySeconds, Faults.StuckLasts, options.SampleRateHz, _random);
        _leadsOff = new FaultSchedule(options.Faults.LeadsOffEverySeconds, Faults.LeadsOffLasts, options.SampleRateHz, _random);
        _unplugged = new FaultSchedule(options.Faults.UnplugEverySeconds, Faults.UnpluggedLasts, options.SampleRateHz, _random);
        var samples = options.Protocol == FrontEndProtocol.Binary ? options.SamplesPerFrame : 1;
        _counts = new short[samples];
        _leads = new LeadState[samples];
        _frame = new byte[Math.Max(LongestLine, Frame.Length(samples))];
    }

    /// <summary>Samples taken so far.</summary>
    public long Samples { get; private set; }

    /// <summary>Whether the plug is out now: nothing that was made reaches anybody.</summary>
    public bool IsUnplugged { get; private set; }

    /// <summary>Takes the samples of the next frame or line.</summary>
    /// <returns>The bytes that arrive, valid until the next call; fewer than were sent when some were dropped.</returns>
    public ReadOnlySpan<byte> Next()
    {
        var first = Samples;
        for (var i = 0; i < _counts.Length; i++) (_counts[i], _leads[i]) = Sample();
        return Damage(Encode(first));
    }

    private (short Counts, LeadState Leads) Sample()
    {
        var index = Samples++;
        IsUnplugged = _unplugged.Holds(index);
        var counts = ToCounts(_millivolts());
        var leads = _leadsOff.Holds(index) ? LeadState.PositiveOff : LeadState.On;
        // An open input drifts to the rail.
        if (leads != LeadState.On) counts = (1 << _options.Bits) - 1;
        if (_stuck.Holds(index)) counts = _stuckAt;
        _stuckAt = counts;
        return ((short)counts, leads);
    }

    private int ToCounts(float millivolts)
    {
        var chain = _options.Chain;
        var volts = (chain.IsInverted ? -millivolts : millivolts) * chain.Gain / 1000;
        var counts = (int)Math.Round(chain.ZeroCounts + volts / chain.VoltsPerCount);
        return Math.Clamp(counts, 0, Math.Min((1 << _options.Bits) - 1, short.MaxValue));
    }

    private Span<byte> Encode(long first)
    {
        var microseconds = (uint)(ulong)(first * 1e6 / _options.SampleRateHz);
        if (_options.Protocol == FrontEndProtocol.Binary)
            return _frame.AsSpan(0, Frame.Write(_frame, (uint)first, microseconds, _counts, _leads));

        var isOff = _leads[0] != LeadState.On;
        Span<char> line = stackalloc char[LongestLine];
        var length = 0;
        _ = _options.Protocol switch
        {
            FrontEndProtocol.TextLeads => line.TryWrite(
                CultureInfo.InvariantCulture, $"{_counts[0]},{((_leads[0] & LeadState.PositiveOff) != 0 ? 1 : 0)},{((_leads[0] & LeadState.NegativeOff) != 0 ? 1 : 0)}\r\n", out length),
            FrontEndProtocol.TextTime when isOff => line.TryWrite(CultureInfo.InvariantCulture, $"{microseconds},!\r\n", out length),
            FrontEndProtocol.TextTime => line.TryWrite(CultureInfo.InvariantCulture, $"{microseconds},{_counts[0]}\r\n", out length),
            _ when isOff => line.TryWrite(CultureInfo.InvariantCulture, $"!\r\n", out length),
            _ => line.TryWrite(CultureInfo.InvariantCulture, $"{_counts[0]}\r\n", out length),
        };
        return _frame.AsSpan(0, Encoding.ASCII.GetBytes(line[..length], _frame));
    }

    private Span<byte> Damage(Span<byte> sent)
    {
        var faults = _options.Faults;
        if (faults.FlipBit > 0 && _random.NextDouble() < faults.FlipBit) sent[_random.Next(sent.Length)] ^= (byte)(1 << _random.Next(8));
        if (faults.DropByte == 0) return sent;
        var kept = 0;
        foreach (var b in sent)
        {
            if (_random.NextDouble() >= faults.DropByte) sent[kept++] = b;
        }

        return sent[..kept];
    }
}
