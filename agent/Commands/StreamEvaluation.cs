using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Inference;
using EcgEdge.Inference.Evaluation;

namespace EcgEdge.Agent.Commands;

/// <summary>
/// Plays labelled beats as one signal through the live path (filter, detector, segmenter, models) and scores the windows that come out
/// against the labels of the beats they were cut from.
/// </summary>
internal sealed class StreamEvaluation : IBeatListener, IDisposable
{
    /// <summary>How far an R peak may lie from the beginning of its beat: AAMI EC57's 150 ms.</summary>
    private const double ToleranceSeconds = 0.15;

    private readonly BeatAnalyzer _analyzer;
    private readonly Recording _recording;
    private readonly PackScorer _scorer;
    private readonly bool[] _found;
    private readonly StreamWarningScorer _warnings = new();
    private readonly List<double> _offsets = [];
    private readonly double _tolerance;
    private int _reported;

    private StreamEvaluation(BeatAnalyzer analyzer, Recording recording)
    {
        _analyzer = analyzer;
        _recording = recording;
        _scorer = new PackScorer(analyzer);
        _found = new bool[recording.Beats.Count];
        _tolerance = ToleranceSeconds * recording.SampleRateHz;
    }

    public static PackFigures Run(BeatAnalyzer analyzer, IReadOnlyList<Ecg5000Beat> beats)
    {
        var recording = BeatTrain.Lay(beats, BeatOrder.File, seed: 0, "evaluation");
        using var evaluation = new StreamEvaluation(analyzer, recording);
        var extractor = new BeatExtractor(recording.SampleRateHz, analyzer.Cut);
        using var source = new ReplaySource(recording, new ReplayOptions { Speed = double.PositiveInfinity }, TimeProvider.System);
        var block = new SampleBlock(capacity: 64);
        source.Open();
        while (source.Read(block, CancellationToken.None)) extractor.Process(block, evaluation);
        return evaluation.Figures();
    }

    public void OnRPeak(RPeak peak)
    {
        _reported++;
        if (BeatAt(peak.Index) is not { } beat) return;
        if (!_found[beat] && _recording.Beats[beat].Label == _analyzer.Pack.Manifest.NormalClass) _offsets.Add(peak.Index - _recording.Beats[beat].Index);
        _found[beat] = true;
    }

    public void OnPrefix(BeatPrefix prefix) => _analyzer.Warn(prefix);

    public void OnBeat(BeatWindow window)
    {
        if (BeatAt(window.StartIndex) is not { } beat) return;
        // The last beat ends where the recording does; any other must end where the next begins.
        if (BeatAt(window.EndIndex) is { } next && next != beat + 1) return;
        var label = Ecg5000File.ClassNames.ToList().IndexOf(_recording.Beats[beat].Label);
        var verdict = _analyzer.Analyze(window);
        _scorer.Add(label, window.Samples, verdict);
        _warnings.Add(verdict, _recording.Beats[beat].Label != _analyzer.Pack.Manifest.NormalClass);
    }

    public void Dispose() => _scorer.Dispose();

    private int? BeatAt(long index)
    {
        var nearest = (int)Math.Round((double)index / Ecg5000File.WindowLength);
        return nearest < _recording.Beats.Count && Math.Abs(index - _recording.Beats[nearest].Index) <= _tolerance ? nearest : null;
    }

    private PackFigures Figures()
    {
        var found = _found.Count(f => f);
        _offsets.Sort();
        double? offset = _offsets.Count == 0 ? null : _offsets[_offsets.Count / 2] / _recording.SampleRateHz * 1000;
        var stream = new StreamFigures(
            _found.Length, found, (double)found / _found.Length, _reported == 0 ? 0 : (double)found / _reported, ToleranceSeconds * 1000, offset,
            _analyzer.EarlyWarning is null ? null : _warnings.Figures());
        return _scorer.Figures(stream);
    }
}
