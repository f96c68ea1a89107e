using EcgEdge.Acquisition.Devices.Serial;

namespace EcgEdge.Acquisition.Simulation;

/// <summary>A pseudo-terminal under a name of one's own, which stays the same when it is unplugged and plugged in again.</summary>
/// <param name="link">The name: a symbolic link is made there.</param>
public sealed class TerminalOutlet(string link) : IFrontEndOutlet
{
    private PseudoTerminal? _terminal;

    public string Text => link;

    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (_terminal is null) return;
        try
        {
            _ = _terminal.Write(bytes);
        }
        catch (IOException)
        {
            // Whoever had the other end open has closed it: the bytes are lost, and the next reader is served.
        }
    }

    /// <exception cref="IOException">Something that is not a link of ours lies under the name.</exception>
    public void SetPlugged(bool isPlugged)
    {
        if (isPlugged == _terminal is not null) return;
        if (isPlugged)
        {
            if (new FileInfo(link) is { LinkTarget: not null } old) old.Delete();
            _terminal = PseudoTerminal.Open();
            File.CreateSymbolicLink(link, _terminal.Path);
            return;
        }

        File.Delete(link);
        _terminal?.Dispose();
        _terminal = null;
    }

    public void Dispose() => SetPlugged(false);
}
