namespace EcgEdge.Acquisition.Sources;

/// <summary>Contact of the electrodes while a sample was taken. A state beside the value, never a value that means a state.</summary>
[Flags]
public enum LeadState : byte
{
    On = 0,
    PositiveOff = 1,
    NegativeOff = 2,
}
