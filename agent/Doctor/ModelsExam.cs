using EcgEdge.Agent.Options;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Doctor;

/// <summary>Whether the packs that the channels name are whole (hashes, shapes) and their models run.</summary>
internal static class ModelsExam
{
    private const double AnyRateHz = 250;

    public static IEnumerable<Finding> Run(AgentOptions options)
    {
        IReadOnlyList<ChannelOptions> channels = options.Channels.Count > 0 ? options.Channels : [new ChannelOptions()];
        foreach (var (pack, precision) in channels.Select(c => (c.Pack, c.Precision)).Distinct()) yield return Look(options.Models.Directory, pack, precision);
    }

    private static Finding Look(string folder, string name, Precision precision)
    {
        try
        {
            var pack = PackLoader.Load(folder, name, precision);
            using var analyzer = new BeatAnalyzer(pack, AnyRateHz);
            return Finding.Ok($"models: pack {name} {pack.Manifest.Version}, {OptionValue.Text(precision)}, hashes right, {pack.Manifest.Models.Count} models run");
        }
        catch (Exception e) when (e is PackException or InferenceException or IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            return Finding.Fail($"models: {e.Message}", "install EcgEdge anew, or name another pack or Models:Directory");
        }
    }
}
