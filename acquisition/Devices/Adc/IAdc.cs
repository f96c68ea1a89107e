namespace EcgEdge.Acquisition.Devices.Adc;

/// <summary>An analogue-to-digital converter that is asked for one value at a time. Used by one thread at a time.</summary>
public interface IAdc : IDisposable
{
    /// <summary>Prepares the chip; called once before the first reading.</summary>
    /// <exception cref="IOException">The chip does not answer.</exception>
    void Start();

    /// <summary>One reading.</summary>
    /// <param name="counts">The value; undefined when false is returned.</param>
    /// <returns>False when the answer was garbled: that sample is missing, and nothing is made up for it.</returns>
    /// <exception cref="IOException">The bus is gone.</exception>
    bool TryRead(out int counts);
}
