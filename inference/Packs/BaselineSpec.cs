namespace EcgEdge.Inference.Packs;

/// <summary>PROVISIONAL</summary>
public sealed record BaselineSpec
{
    public required double CalibrateSeconds { get; init; }

    public string? Problem() => CalibrateSeconds > 0 ? null : $"calibrateSeconds {CalibrateSeconds}; expected above 0";
}
