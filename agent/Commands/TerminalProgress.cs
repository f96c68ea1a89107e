using System.Globalization;

namespace EcgEdge.Agent.Commands;

/// <summary>Progress of long work on a terminal, by whole per cents; silent when the output is piped.</summary>
internal sealed class TerminalProgress(string what) : IProgress<double>, IDisposable
{
    private readonly bool _isShown = !Console.IsErrorRedirected;
    private int _shown = -1;

    public void Report(double value)
    {
        var percent = (int)(100 * value);
        if (!_isShown || percent == _shown) return;
        _shown = percent;
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{what} {percent} %"));
    }

    public void Dispose()
    {
        if (_isShown) Console.Error.Write("\r\u001b[K");
    }
}
