namespace EcgEdge.Inference.Evaluation;

/// <summary>Counts the warnings given live on beats whose class is known.</summary>
public sealed class StreamWarningScorer
{
    private readonly List<double> _afterSeconds = [];
    private int _anomalous, _normal, _warned, _warnedNormal;

    public void Add(BeatVerdict verdict, bool anomalous)
    {
        if (anomalous) _anomalous++;
        else _normal++;
        if (verdict.WarnedAfterSeconds is not { } after) return;
        if (anomalous) _warned++;
        else _warnedNormal++;
        if (anomalous) _afterSeconds.Add(after);
    }

    public StreamWarningFigures Figures()
    {
        _afterSeconds.Sort();
        return new StreamWarningFigures(
            _anomalous == 0 ? 0 : (double)_warned / _anomalous,
            _normal == 0 ? 0 : (double)_warnedNormal / _normal,
            _afterSeconds.Count == 0 ? null : _afterSeconds[_afterSeconds.Count / 2] * 1000);
    }
}
