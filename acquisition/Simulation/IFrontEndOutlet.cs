namespace EcgEdge.Acquisition.Simulation;

/// <summary>Where a virtual front end's bytes go. Used by one thread.</summary>
public interface IFrontEndOutlet : IDisposable
{
    /// <summary>Where the other end is to be found.</summary>
    string Text { get; }

    /// <summary>Sends what there is room for; the rest is lost, as on a line that nobody reads.</summary>
    void Send(ReadOnlySpan<byte> bytes);

    /// <summary>Pulls the plug, or puts it in again; does nothing when that is how it is.</summary>
    void SetPlugged(bool isPlugged);
}
