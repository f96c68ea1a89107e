namespace EcgEdge.Acquisition.Formats;

/// <summary>Units of voltage as files write them.</summary>
public static class VoltageUnit
{
    /// <summary>Millivolts in one of a unit: V, mV, uV, nV, the micro sign or the Greek letter for u, any case but that of the m of mV.</summary>
    /// <returns>False where the unit is no voltage.</returns>
    public static bool TryGetMillivolts(string unit, out double millivolts)
    {
        // MV in capitals is what some exporters write for millivolts; nobody records megavolts from a chest.
        millivolts = unit.Trim().Replace('\u00b5', 'u').Replace('\u03bc', 'u').ToUpperInvariant() switch
        {
            "V" or "VOLT" or "VOLTS" => 1000,
            "MV" or "MILLIVOLT" or "MILLIVOLTS" => 1,
            "UV" or "MICROVOLT" or "MICROVOLTS" => 1e-3,
            "NV" or "NANOVOLT" or "NANOVOLTS" => 1e-6,
            _ => 0,
        };
        return millivolts != 0;
    }
}
