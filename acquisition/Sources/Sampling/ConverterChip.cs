namespace EcgEdge.Acquisition.Sources.Sampling;

/// <summary>Converters that are known.</summary>
public enum ConverterChip
{
    /// <summary>10 bits on SPI.</summary>
    Mcp3008,

    /// <summary>12 bits on SPI.</summary>
    Mcp3208,

    /// <summary>16 bits on I2C.</summary>
    Ads1115,
}
