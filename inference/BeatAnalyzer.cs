using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference.Baseline;
using EcgEdge.Inference.Models;
using EcgEdge.Inference.Packs;
using Microsoft.ML.OnnxRuntime;

namespace EcgEdge.Inference;

/// <summary>
/// Runs all models of a pack on a beat and joins their answers into a verdict. Buffers are bound once; a beat allocates nothing. One thread
/// at a time.
/// </summary>
public sealed class BeatAnalyzer : IDisposable
{
    /// <summary>First sample at which an instant forecast is scored: before it the network has seen too little.</summary>
    public const int ForecastScoredFrom = 8;

    private readonly Classification _classification;
    private readonly AnomalyScore _anomaly;
    private readonly ReconstructionModel? _explanation, _apart;
    private readonly InstantForecaster? _forecaster;
    private readonly BeatInputs _inputs;
    private readonly double _sampleRateHz;
    private long _warnedPeak = -1, _analyzedPeak = -1, _peak = -1, _peakBefore = -1;
    private int _warnedAt;
    private double _warnedAfterSeconds;

    /// <summary>Opens every model of a pack and runs each once, so that the first beat is no slower than the rest.</summary>
    /// <param name="pack">A checked pack.</param>
    /// <param name="sampleRateHz">Rate of the source, which ties sample indices to seconds; default the pack's own.</param>
    /// <exception cref="PackException">A model does not load or does not fit the manifest.</exception>
    public BeatAnalyzer(LoadedPack pack, double? sampleRateHz = null)
    {
        Pack = pack;
        var manifest = pack.Manifest;
        _sampleRateHz = sampleRateHz ?? manifest.Window.SampleRateHz;
        _inputs = new BeatInputs(manifest.Features?.Count ?? 0);
        _classification = new Classification(pack);
        _anomaly = new AnomalyScore(pack);
        _explanation = _anomaly.Reconstruction;
        if (_explanation is null && (Model(ModelRole.Vae) ?? Model(ModelRole.Autoencoder)) is { } apart)
            _explanation = _apart = new ReconstructionModel(apart, manifest.Pack);
        if (Model(ModelRole.InstantForecaster) is { } forecaster) _forecaster = new InstantForecaster(forecaster, manifest.Pack);
        if (Model(ModelRole.EarlyWarning) is { } warning) EarlyWarning = new EarlyWarning(warning, manifest.Pack);
        Verdict = new BeatVerdict(manifest.Classes.Count, manifest.Anomaly.Parts.Count);
        PartNames = [.. manifest.Anomaly.Parts.Select(p => p.Name)];
        WarmUp();
        foreach (var model in pack.Models.Where(m => !IsRun(m.Spec))) TryOut(model);
        if (manifest.Baseline is { } baseline) Baseline = new WearerBaseline(baseline, manifest.Features ?? [], _sampleRateHz);

        LoadedModel? Model(string role) => pack.Models.FirstOrDefault(m => m.Spec.Role == role);
    }

    public LoadedPack Pack { get; }

    /// <summary>The verdict on the beat analysed last.</summary>
    public BeatVerdict Verdict { get; }

    /// <summary>Names of the parts of the anomaly score, in the order of <see cref="BeatVerdict.Parts"/>.</summary>
    public IReadOnlyList<string> PartNames { get; }

    /// <summary>What is usual for the wearer; null for a pack that does not ask.</summary>
    public WearerBaseline? Baseline { get; }

    /// <summary>The model that judges beats from their first samples; null when the pack has none.</summary>
    public EarlyWarning? EarlyWarning { get; }

    /// <summary>Whether verdicts carry what was expected.</summary>
    public bool Explains => _explanation is not null || Baseline is not null;

    /// <summary>Where windows are cut for the pack, with the beginnings that its early warning judges.</summary>
    public WindowCut Cut => EarlyWarning is null ? Pack.Manifest.Window.Cut : Pack.Manifest.Window.Cut with { PrefixLengths = EarlyWarning.At };

    /// <summary>Judges the beginning of a beat; remembers the first warning for the beat's verdict.</summary>
    /// <returns>Whether this is the beat's first warning.</returns>
    /// <exception cref="InferenceException">The model gave no usable answer.</exception>
    public bool Warn(BeatPrefix prefix)
    {
        if (EarlyWarning is null || _warnedPeak == prefix.RPeak) return false;
        if (prefix.RPeak != _peak) (_peakBefore, _peak) = (Math.Max(_peak, _analyzedPeak), prefix.RPeak);
        var interval = (_peak - _peakBefore) / _sampleRateHz;
        try
        {
            if (!EarlyWarning.Warns(prefix, Baseline, _peakBefore >= 0 && interval <= BeatSegmenter.LongestBeatSeconds ? interval : double.NaN)) return false;
        }
        catch (OnnxRuntimeException e)
        {
            throw new InferenceException(e.Message, e);
        }

        _warnedPeak = prefix.RPeak;
        _warnedAt = prefix.Count;
        _warnedAfterSeconds = (prefix.ReportedAt - prefix.RPeak) / _sampleRateHz;
        return true;
    }

    /// <summary>Analyses a beat into <see cref="Verdict"/>; the wearer's baseline then learns from it.</summary>
    /// <exception cref="InferenceException">The models gave no usable answer; there is no verdict then.</exception>
    public BeatVerdict Analyze(BeatWindow beat)
    {
        var verdict = Verdict;
        _analyzedPeak = beat.StartIndex;
        var isWarned = _warnedPeak >= 0 && _warnedPeak == beat.StartIndex;
        verdict.WarnedAt = isWarned ? _warnedAt : null;
        verdict.WarnedAfterSeconds = isWarned ? _warnedAfterSeconds : null;
        beat.Samples.CopyTo(_inputs.Window, 0);
        if (Baseline is null) return JudgeAlone();

        Baseline.Measure(beat);
        Baseline.Difference.CopyTo(_inputs.Difference, 0);
        Baseline.Features.CopyTo(_inputs.Features, 0);
        for (var i = 0; i < verdict.Expected.Length; i++) verdict.Expected[i] = (float)Baseline.Beat[i];
        var (state, secondsLeft, knowsBeat) = (Baseline.State, Baseline.SecondsLeft, Baseline.KnowsBeat);
        // Before the models run: one that fails must not keep the baseline from learning.
        Baseline.Learn();
        verdict.Baseline = state;
        verdict.LearningSecondsLeft = secondsLeft;
        Judge();
        if (!knowsBeat) verdict.Reconstruction.CopyTo(verdict.Expected, 0);
        return verdict;
    }

    /// <summary>Analyses a z-normalised window of 140 samples of which nothing else is known, for a pack without a baseline.</summary>
    /// <exception cref="InvalidOperationException">The pack has a baseline, which a window alone does not tell enough for.</exception>
    /// <exception cref="InferenceException">The models gave no usable answer; there is no verdict then.</exception>
    public BeatVerdict Analyze(ReadOnlySpan<float> window)
    {
        if (Baseline is not null) throw new InvalidOperationException($"pack '{Pack.Manifest.Pack}' needs beats in their order, not windows alone");
        Verdict.WarnedAt = null;
        Verdict.WarnedAfterSeconds = null;
        window.CopyTo(_inputs.Window);
        return JudgeAlone();
    }

    public void Dispose()
    {
        _classification.Dispose();
        _anomaly.Dispose();
        _apart?.Dispose();
        _forecaster?.Dispose();
        EarlyWarning?.Dispose();
    }

    private BeatVerdict JudgeAlone()
    {
        Judge();
        Verdict.Reconstruction.CopyTo(Verdict.Expected, 0);
        return Verdict;
    }

    private void Judge()
    {
        var (verdict, spec) = (Verdict, Pack.Manifest.Anomaly);
        try
        {
            verdict.ClassIndex = _classification.Run(_inputs, verdict.Probabilities);
            var score = _anomaly.Of(_inputs.Window, Baseline, verdict.Parts);
            (verdict.Score, verdict.IsScored) = (score ?? 0, score is not null);
            if (_forecaster is not null) Forecast(verdict);
            verdict.ReconstructionError = _apart?.Measure(_inputs.Window) ?? 0;
        }
        catch (OnnxRuntimeException e)
        {
            throw new InferenceException(e.Message, e);
        }

        verdict.Threshold = verdict.Baseline == BaselineState.Learning ? spec.PopulationThreshold ?? spec.Threshold : spec.Threshold;
        _explanation?.Expected.CopyTo(verdict.Reconstruction);
        Check(verdict);
    }

    private void Forecast(BeatVerdict verdict)
    {
        _forecaster!.Run(_inputs.Window).CopyTo(verdict.Forecast);
        var error = MeanSquare.Of(_inputs.Window.AsSpan(ForecastScoredFrom), verdict.Forecast.AsSpan(ForecastScoredFrom));
        verdict.ForecastRmse = Math.Sqrt(error);
    }

    private void Check(BeatVerdict verdict)
    {
        var sum = 0f;
        foreach (var p in verdict.Probabilities) sum += p;
        if (!float.IsFinite(sum)) throw new InferenceException($"pack '{Pack.Manifest.Pack}': the classifiers gave no finite probabilities");
        if (!double.IsFinite(verdict.Score)) throw new InferenceException($"pack '{Pack.Manifest.Pack}': the anomaly score is not finite");
        if (!double.IsFinite(verdict.ForecastRmse)) throw new InferenceException($"pack '{Pack.Manifest.Pack}': the forecast is not finite");
    }

    /// <summary>Whether a model takes part in verdicts; the others are there for evaluation.</summary>
    private bool IsRun(ModelSpec model) => model.Role switch
    {
        ModelRole.Classifier or ModelRole.FeatureClassifier =>
            Pack.Manifest.Classification?.Members.Any(m => m.Model == model.Name) ?? true,
        ModelRole.InstantForecaster or ModelRole.EarlyWarning => true,
        _ => model.Name == _apart?.Name || Pack.Manifest.Anomaly.Parts.Any(p => p.Model == model.Name),
    };

    private void TryOut(LoadedModel model)
    {
        using var bound = new BoundModel(model, Pack.Manifest.Pack);
        try
        {
            bound.Run();
        }
        catch (OnnxRuntimeException e)
        {
            throw new PackException($"pack '{Pack.Manifest.Pack}', model '{model.Spec.Name}': the warm-up inference failed: {e.Message}", e);
        }
    }

    private void WarmUp()
    {
        for (var i = 0; i < _inputs.Window.Length; i++) _inputs.Window[i] = MathF.Sin(2 * MathF.PI * i / _inputs.Window.Length);
        try
        {
            JudgeAlone();
            EarlyWarning?.Risks(_inputs.Window);
        }
        catch (Exception e) when (e is InferenceException or OnnxRuntimeException)
        {
            throw new PackException($"pack '{Pack.Manifest.Pack}': the warm-up inference failed: {e.Message}", e);
        }
    }
}
