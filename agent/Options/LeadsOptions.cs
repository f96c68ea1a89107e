using System.ComponentModel.DataAnnotations;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Agent.Options;

/// <summary>How lost contact is detected.</summary>
public sealed record LeadsOptions
{
    /// <summary>
    /// <c>Dc</c> (three electrodes, LO+ and LO-), <c>Ac</c> (two electrodes, LO+ alone) or <c>None</c>; as the AD8232's AC/DC pin is wired.
    /// </summary>
    public LeadsMode Mode { get; init; } = LeadsMode.Dc;

    /// <summary>Time after reconnected electrodes during which samples are not used, 0 to 10 s.</summary>
    [Range(0.0, 10.0)]
    public double SettleSeconds { get; init; } = 0.5;

    /// <summary>Node of the GPIO chip that the AD8232's pins are on.</summary>
    public string GpioPath { get; init; } = "/dev/gpiochip0";

    /// <summary>GPIO line of LO+ beside an SPI or I2C converter (BCM number on a Pi); none when not connected.</summary>
    [Range(0, 1023)]
    public int? PositiveLine { get; init; }

    /// <summary>GPIO line of LO-; none when not connected.</summary>
    [Range(0, 1023)]
    public int? NegativeLine { get; init; }

    /// <summary>GPIO line of SDN, held high while the agent listens; none when not connected.</summary>
    [Range(0, 1023)]
    public int? ShutdownLine { get; init; }

    public IEnumerable<string> Validate(string key, string kind)
    {
        if (!(SettleSeconds is >= 0 and <= 10)) yield return $"{key}:SettleSeconds is {SettleSeconds}; expected 0 to 10.";
        foreach (var (name, line) in ((string, int?)[])[("PositiveLine", PositiveLine), ("NegativeLine", NegativeLine), ("ShutdownLine", ShutdownLine)])
        {
            if (line is < 0 or > 1023) yield return $"{key}:{name} is {line}; expected 0 to 1023.";
            else if (line is not null && kind is not (SourceOptions.Spi or SourceOptions.I2c))
                yield return $"{key}:{name} is set, but the source is {kind}; lines belong to spi and i2c.";
        }

        if (NegativeLine is not null && PositiveLine is null) yield return $"{key}:NegativeLine is set without PositiveLine; LO+ tells in every mode.";
    }
}
