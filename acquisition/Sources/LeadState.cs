namespace EcgEdge.Acquisition.Sources;

/// <summary>Contact of the electrodes while a sample was taken. A state beside the value, never a value that means a state.</summary>
[Flags]
public enum LeadState : byte
{
    On = 0,
    PositiveOff = 1,
    NegativeOff = 2,

    /// <summary>Contact is back, but the amplifier still swings in: the value is not to be used.</summary>
    Settling = 4,
}
