namespace EcgEdge.Acquisition.Sources;

/// <summary>
/// Keeps the first samples after a lost contact out of use, while the amplifier swings in (AD8232 data sheet, "Fast Restore Circuit"), and
/// leaves out the electrode that is not there in the two-electrode mode.
/// </summary>
/// <param name="sampleRateHz">Samples per second.</param>
/// <param name="settleSeconds">Time after reconnection during which samples are not used; 0 for none.</param>
/// <param name="mode">What the contact detection can tell.</param>
public sealed class LeadsSettling(double sampleRateHz, double settleSeconds, LeadsMode mode)
{
    private readonly int _settleSamples = (int)Math.Ceiling(settleSeconds * sampleRateHz);
    private int _left;

    /// <summary>Takes a sample's contact as detected and gives what holds for its value.</summary>
    public LeadState Take(LeadState detected)
    {
        var off = detected & mode switch
        {
            LeadsMode.Dc => LeadState.PositiveOff | LeadState.NegativeOff,
            LeadsMode.Ac => LeadState.PositiveOff,
            _ => LeadState.On,
        };
        if (off != LeadState.On)
        {
            _left = _settleSamples;
            return off;
        }

        if (_left == 0) return LeadState.On;
        _left--;
        return LeadState.Settling;
    }

    /// <summary>After time without samples nothing is known to settle.</summary>
    public void Reset() => _left = 0;
}
