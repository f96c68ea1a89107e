using EcgEdge.Agent.Options;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Analyses;

/// <summary>A pack made ready to judge whole recordings.</summary>
internal static class RecordPack
{
    private const double MostSeconds = 86_400;

    /// <param name="pack">The pack as it ships.</param>
    /// <param name="calibrateSeconds">Seconds on which the wearer's baseline is learned; null for the pack's own.</param>
    /// <param name="key">What the seconds are called where they were given.</param>
    /// <exception cref="PackException">The pack tells classes that are not AAMI's.</exception>
    /// <exception cref="OptionsException">The seconds are out of range, or the pack learns nothing.</exception>
    public static LoadedPack Of(LoadedPack pack, double? calibrateSeconds, string key)
    {
        _ = AnalyzeRun.AamiClasses(pack.Manifest).Count();
        if (calibrateSeconds is not { } seconds) return pack;
        if (!(seconds is >= 0 and <= MostSeconds)) throw new OptionsException($"{key} is {seconds}; expected 0 to {MostSeconds}");
        if (pack.Manifest.Baseline is not { } baseline) throw new OptionsException($"{key}: pack '{pack.Manifest.Pack}' has no baseline to learn");
        return pack with { Manifest = pack.Manifest with { Baseline = baseline with { CalibrateSeconds = seconds } } };
    }
}
