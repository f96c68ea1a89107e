using EcgEdge.Acquisition.Scoring;

namespace EcgEdge.Agent.Commands;

/// <summary>Pools the detections of several records.</summary>
internal sealed class DetectionTally
{
    private readonly List<RecordDetection> _records = [];
    private readonly List<double> _delaysMs = [], _errorsMs = [];
    private BeatMatch _wide, _narrow;

    public void Add(RecordDetection record, DetectionRun run, double sampleRateHz)
    {
        _records.Add(record);
        _delaysMs.AddRange(run.Peaks.Select(p => (p.ReportedAt - p.Index) / sampleRateHz * 1000));
    }

    public void Add(BeatMatch wide, BeatMatch narrow, IEnumerable<long> distances, double sampleRateHz)
    {
        _wide += wide;
        _narrow += narrow;
        _errorsMs.AddRange(distances.Select(d => Math.Abs(d) / sampleRateHz * 1000));
    }

    public DetectionFigures Figures()
    {
        _delaysMs.Sort();
        _errorsMs.Sort();
        return new DetectionFigures(
            _records, _wide.Matched + _wide.Missed, _wide.Missed, _wide.Extra, _wide.Sensitivity, _wide.PositivePredictivity, _narrow.F1,
            At(_errorsMs, 0.5), At(_delaysMs, 0.5), At(_delaysMs, 0.95), At(_delaysMs, 1));
    }

    private static double At(List<double> sorted, double quantile) =>
        sorted.Count == 0 ? 0 : Math.Round(sorted[Math.Min(sorted.Count - 1, (int)(quantile * sorted.Count))], 1);
}
