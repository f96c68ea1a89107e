using EcgEdge.Acquisition.Devices.Adc;
using EcgEdge.Acquisition.Devices.Gpio;

namespace EcgEdge.Acquisition.Sources.Sampling;

/// <summary>Opens what a converter source is made of, again after each failure.</summary>
public interface IConverterParts
{
    /// <summary>Chip and place, for a person.</summary>
    string Text { get; }

    /// <exception cref="IOException">The bus cannot be had; the message names it.</exception>
    IAdc OpenConverter();

    /// <summary>LO+ and LO- in this order; null when contact is not detected.</summary>
    /// <exception cref="IOException">The lines cannot be had.</exception>
    IGpioInputs? OpenLeads(out uint positiveLine);

    /// <summary>The line that wakes the amplifier (SDN high); null when it is not connected.</summary>
    /// <exception cref="IOException">The line cannot be had.</exception>
    GpioOutput? OpenShutdown();
}
