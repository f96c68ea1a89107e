using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference.Models;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference;

/// <summary>
/// Runs all models of a pack on a beat and joins their answers into a verdict. Buffers are bound once; a beat allocates nothing. One thread
/// at a time.
/// </summary>
public sealed class BeatAnalyzer : IDisposable
{
    /// <summary>First sample at which an instant forecast is scored: before it the network has seen too little.</summary>
    public const int ForecastScoredFrom = 8;

    /// <summary>Below this a measure counts as zero; its logarithm would only say how exact the arithmetic was.</summary>
    private const double SmallestMeasure = 1e-12;

    private readonly BeatClassifier _classifier;
    private readonly IExpectation[] _expectations;
    private readonly AnomalyPart[] _parts;
    private readonly ReconstructionModel? _explanation;
    private readonly InstantForecaster? _forecaster;

    /// <summary>Opens every model of a pack and runs each once, so that the first beat is no slower than the rest.</summary>
    /// <exception cref="PackException">A model does not load or does not fit the manifest.</exception>
    public BeatAnalyzer(LoadedPack pack)
    {
        Pack = pack;
        var name = pack.Manifest.Pack;
        _classifier = new BeatClassifier(pack.Models.First(m => m.Spec.Role == ModelRole.Classifier), name);
        _parts = [.. pack.Manifest.Anomaly.Parts];
        _expectations = [.. _parts.Select(p => Expectation(pack.Models.First(m => m.Spec.Name == p.Model), name))];
        _explanation = _expectations.OfType<ReconstructionModel>().FirstOrDefault();
        if (pack.Models.FirstOrDefault(m => m.Spec.Role == ModelRole.InstantForecaster) is { } forecaster)
            _forecaster = new InstantForecaster(forecaster, name, BeatWindow.Length);
        Verdict = new BeatVerdict(pack.Manifest.Classes.Count, _parts.Length);
        WarmUp();
    }

    public LoadedPack Pack { get; }

    /// <summary>The verdict on the beat analysed last.</summary>
    public BeatVerdict Verdict { get; }

    /// <summary>Whether verdicts carry a reconstruction.</summary>
    public bool Explains => _explanation is not null;

    /// <summary>Analyses a z-normalised window of 140 samples into <see cref="Verdict"/>.</summary>
    /// <exception cref="Microsoft.ML.OnnxRuntime.OnnxRuntimeException">The runtime failed; there is no verdict then.</exception>
    public BeatVerdict Analyze(ReadOnlySpan<float> window)
    {
        var verdict = Verdict;
        verdict.ClassIndex = _classifier.Classify(window);
        _classifier.Probabilities.CopyTo(verdict.Probabilities);
        verdict.Score = Score(window, verdict.Parts);
        verdict.Threshold = Pack.Manifest.Anomaly.Threshold;
        _explanation?.Expected.CopyTo(verdict.Reconstruction);
        if (_forecaster is not null) Forecast(window, verdict);
        return verdict;
    }

    public void Dispose()
    {
        _classifier.Dispose();
        foreach (var expectation in _expectations) expectation.Dispose();
        _forecaster?.Dispose();
    }

    private static IExpectation Expectation(LoadedModel model, string pack) =>
        model.Spec.Role == ModelRole.BeatForecaster ? new BeatForecaster(model, pack) : new ReconstructionModel(model, pack);

    private double Score(ReadOnlySpan<float> window, double[] measures)
    {
        var score = 0.0;
        for (var i = 0; i < _parts.Length; i++)
        {
            measures[i] = _expectations[i].Measure(window);
            score += _parts[i].Weight * (Math.Log(Math.Max(measures[i], SmallestMeasure)) - _parts[i].LogMean) / _parts[i].LogSd;
        }

        return score;
    }

    private void Forecast(ReadOnlySpan<float> window, BeatVerdict verdict)
    {
        _forecaster!.Reset();
        var next = _forecaster.Advance(window);
        verdict.Forecast[0] = window[0];
        next[..^1].CopyTo(verdict.Forecast.AsSpan(1));
        verdict.ForecastRmse = Math.Sqrt(MeanSquare.Of(window[ForecastScoredFrom..], verdict.Forecast.AsSpan(ForecastScoredFrom)));
    }

    private void WarmUp()
    {
        Span<float> window = stackalloc float[BeatWindow.Length];
        for (var i = 0; i < window.Length; i++) window[i] = MathF.Sin(2 * MathF.PI * i / window.Length);
        Analyze(window);
        if (!double.IsFinite(Verdict.Score) || Verdict.Probabilities.Any(p => !float.IsFinite(p)))
            throw new PackException($"pack '{Pack.Manifest.Pack}': the warm-up inference gave no finite result");
    }
}
