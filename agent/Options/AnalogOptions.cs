using System.ComponentModel.DataAnnotations;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Agent.Options;

/// <summary>The way from the skin to a count, so that samples can be told in millivolts.</summary>
public sealed record AnalogOptions
{
    /// <summary>Volts of the converter's full range: its reference, 3.3 on most boards and 5 on an Arduino Uno.</summary>
    [Range(0.5, 10.0)]
    public double ReferenceVolts { get; init; } = 3.3;

    /// <summary>Bits of the converter of a serial or network front end, 8 to 16.</summary>
    [Range(8, 16)]
    public int Bits { get; init; } = 10;

    /// <summary>Amplification between skin and converter; 100 for the AD8232's usual boards.</summary>
    [Range(1.0, 10000.0)]
    public double Gain { get; init; } = AnalogChain.Ad8232Gain;

    /// <summary>Whether the electrodes are worn the other way round.</summary>
    public bool Inverted { get; init; }

    public IEnumerable<string> Validate(string key)
    {
        if (!(ReferenceVolts is >= 0.5 and <= 10)) yield return $"{key}:ReferenceVolts is {ReferenceVolts}; expected 0.5 to 10.";
        if (Bits is < 8 or > 16) yield return $"{key}:Bits is {Bits}; expected 8 to 16.";
        if (!(Gain is >= 1 and <= 10000)) yield return $"{key}:Gain is {Gain}; expected 1 to 10000.";
    }
}
