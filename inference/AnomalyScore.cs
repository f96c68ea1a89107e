using EcgEdge.Inference.Baseline;
using EcgEdge.Inference.Models;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference;

/// <summary>The anomaly score as the manifest combines it: what models expected against what came, and the wearer's own measures.</summary>
internal sealed class AnomalyScore : IDisposable
{
    /// <summary>Below this a measure counts as zero; its logarithm would only say how exact the arithmetic was.</summary>
    private const double SmallestMeasure = 1e-12;

    private readonly AnomalyPart[] _parts;
    private readonly IExpectation?[] _expectations;
    private readonly PersonalMeasure[] _personal;

    /// <summary>Opens the models of all parts.</summary>
    /// <exception cref="PackException">A model does not load or does not fit the manifest.</exception>
    public AnomalyScore(LoadedPack pack)
    {
        _parts = [.. pack.Manifest.Anomaly.Parts];
        _expectations = [.. _parts.Select(p => p.Model is null ? null : Open(pack.Models.First(m => m.Spec.Name == p.Model), pack.Manifest.Pack))];
        _personal = [.. _parts.Select(p => p.Model is null ? PersonalMeasures.Of(p.Measure) : default)];
    }

    /// <summary>The first part's model that reconstructs; null when none does.</summary>
    public ReconstructionModel? Reconstruction => _expectations.OfType<ReconstructionModel>().FirstOrDefault();

    /// <summary>Scores a window and writes the measure of every part; null while nothing is known of a wearer whose own measures are needed.</summary>
    /// <param name="window">The z-normalised window.</param>
    /// <param name="baseline">What has been measured of the beat; null leaves personal measures at 1, as at warm-up.</param>
    /// <param name="measures">Receives one measure per part.</param>
    public double? Of(ReadOnlySpan<float> window, WearerBaseline? baseline, Span<double> measures)
    {
        var (score, isKnown) = (0.0, true);
        for (var i = 0; i < _parts.Length; i++)
        {
            measures[i] = _expectations[i]?.Measure(window) ?? baseline?.Of(_personal[i]) ?? 1;
            isKnown &= _expectations[i] is not null || baseline is not { HasMeasured: false };
            score += _parts[i].Weight * (Math.Log(Math.Max(measures[i], SmallestMeasure)) - _parts[i].LogMean) / _parts[i].LogSd;
        }

        return isKnown ? score : null;
    }

    public void Dispose()
    {
        foreach (var expectation in _expectations) expectation?.Dispose();
    }

    private static IExpectation Open(LoadedModel model, string pack) =>
        model.Spec.Role == ModelRole.BeatForecaster ? new BeatForecaster(model, pack) : new ReconstructionModel(model, pack);
}
