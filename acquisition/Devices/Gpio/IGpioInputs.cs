namespace EcgEdge.Acquisition.Devices.Gpio;

/// <summary>Input lines that tell their edges. Used by one thread at a time.</summary>
public interface IGpioInputs : IDisposable
{
    /// <summary>State of the lines now: bit i is set when the i-th line asked for is high.</summary>
    /// <exception cref="IOException">The chip is gone.</exception>
    ulong ReadLevels();

    /// <summary>Takes edges that have happened, oldest first, without waiting.</summary>
    /// <returns>Edges taken.</returns>
    /// <exception cref="IOException">The chip is gone.</exception>
    int ReadEdges(Span<GpioEdge> edges);
}
