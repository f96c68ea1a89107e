using EcgEdge.Agent.Options;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Pipeline;

/// <summary>The model packs at hand, each read and checked once and shared by all who run it. For any thread.</summary>
public sealed class PackShelf(AgentOptions options)
{
    private readonly Dictionary<(string Name, Precision Precision), LoadedPack> _packs = [];
    private readonly Lock _lock = new();

    /// <summary>Names of the packs in the folder, loaded or not.</summary>
    public IReadOnlyList<string> Names => PackLoader.List(options.Models.Directory);

    /// <summary>The pack of a name; read when it is asked for first. One that was refused is tried anew.</summary>
    /// <exception cref="PackException">There is none, or it does not fit; the message says which.</exception>
    public LoadedPack Take(string name, Precision precision)
    {
        lock (_lock)
        {
            if (!_packs.TryGetValue((name, precision), out var pack))
                _packs.Add((name, precision), pack = PackLoader.Load(options.Models.Directory, name, precision));
            return pack;
        }
    }
}
