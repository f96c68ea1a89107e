using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Scoring;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Inference.Evaluation;

namespace EcgEdge.Agent.Analyses;

/// <summary>Sets analysed beats against a record's reference; scores of several records add up.</summary>
internal sealed class AamiScore
{
    private const int None = 5;

    private static readonly string[] s_classes = Enum.GetNames<AamiClass>();

    private readonly int[][] _confusion = [.. Enumerable.Range(0, None + 1).Select(_ => new int[None + 1])];
    private readonly List<(AamiClass Truth, AnalyzedBeat Told)> _pairs = [];

    /// <summary>Scores the beats of one record from a time on.</summary>
    /// <param name="recording">The recording with its reference beats.</param>
    /// <param name="beats">The analysed beats.</param>
    /// <param name="fromSeconds">Beats before are left out: the baseline was learned on them.</param>
    /// <param name="flutter">Stretches left out, samples.</param>
    public static AamiScore Of(
        Recording recording, IReadOnlyList<AnalyzedBeat> beats, double fromSeconds, IReadOnlyList<(long From, long To)> flutter)
    {
        var truth = recording.Beats.Where(b => Counts(b.Index)).ToArray();
        var told = beats.Where(b => Counts(b.Sample)).ToArray();
        var pairs = new List<BeatPair>();
        BeatMatcher.Match(
            [.. truth.Select(b => b.Index)], [.. told.Select(b => b.Sample)], BeatMatcher.ToleranceSeconds * recording.SampleRateHz, pairs);

        var score = new AamiScore();
        var from = (long)(fromSeconds * recording.SampleRateHz);
        var (matchedTruth, matchedTold) = (new bool[truth.Length], new bool[told.Length]);
        foreach (var pair in pairs)
        {
            (matchedTruth[pair.Truth], matchedTold[pair.Detected]) = (true, true);
            if (truth[pair.Truth].Index >= from && Class(truth[pair.Truth]) is { } right) score.Add(right, told[pair.Detected]);
        }

        for (var i = 0; i < truth.Length; i++)
        {
            if (!matchedTruth[i] && truth[i].Index >= from && Class(truth[i]) is { } missed) score._confusion[(int)missed][None]++;
        }

        for (var i = 0; i < told.Length; i++)
        {
            if (!matchedTold[i] && told[i].Sample >= from) score._confusion[None][(int)told[i].Class]++;
        }

        return score;

        bool Counts(long index) => !flutter.Any(f => index >= f.From && index <= f.To);
    }

    /// <summary>Pools another record's score into this one.</summary>
    public void Add(AamiScore other)
    {
        _pairs.AddRange(other._pairs);
        for (var i = 0; i <= None; i++)
        {
            for (var j = 0; j <= None; j++) _confusion[i][j] += other._confusion[i][j];
        }
    }

    /// <param name="warns">Whether the pack gives early warnings.</param>
    public AamiFigures Figures(bool warns)
    {
        var perClass = Enumerable.Range(0, None).Select(PerClass).ToArray();
        var all = perClass.Sum(c => c.Support);
        var main = perClass.Take((int)AamiClass.V + 1).Where(c => c.Support > 0).ToArray();
        return new AamiFigures(
            all,
            _confusion.Take(None).Sum(row => row[None]),
            _confusion[None].Sum(),
            Part(Enumerable.Range(0, None).Sum(k => _confusion[k][k]), all),
            main.Length == 0 ? 0 : main.Average(c => c.F1),
            perClass,
            _confusion,
            Anomaly(),
            warns ? Warnings() : null);
    }

    private static AamiClass? Class(TrueBeat beat) => WfdbCode.Aami(WfdbCode.Find(beat.Label));

    private static double Part(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    private void Add(AamiClass truth, AnalyzedBeat told)
    {
        _confusion[(int)truth][(int)told.Class]++;
        _pairs.Add((truth, told));
    }

    private ClassFigures PerClass(int k)
    {
        int support = _confusion[k].Sum(), called = _confusion.Sum(row => row[k]), hit = _confusion[k][k];
        return new ClassFigures(s_classes[k], support, Part(hit, support), Part(hit, called), Part(2 * hit, support + called));
    }

    private AamiAnomalyFigures Anomaly()
    {
        double[] scores = [.. _pairs.Select(p => p.Told.Score ?? 0)];
        return new AamiAnomalyFigures(
            AnomalyFigures.Of(scores, [.. _pairs.Select(p => p.Truth == AamiClass.V)], 0).Auc,
            AnomalyFigures.Of(scores, [.. _pairs.Select(p => p.Truth != AamiClass.N)], 0).Auc,
            PartOf(AamiClass.V, b => b.Anomalous),
            PartOf(AamiClass.N, b => b.Anomalous));
    }

    private AamiWarningFigures Warnings()
    {
        var after = _pairs.Where(p => p.Truth == AamiClass.V && p.Told.WarnedAfterSeconds is not null).Select(p => p.Told.WarnedAfterSeconds!.Value).Order().ToArray();
        return new AamiWarningFigures(
            PartOf(AamiClass.V, b => b.WarnedAfterSeconds is not null),
            PartOf(AamiClass.N, b => b.WarnedAfterSeconds is not null),
            after.Length == 0 ? null : after[after.Length / 2]);
    }

    private double PartOf(AamiClass truth, Func<AnalyzedBeat, bool> holds) =>
        Part(_pairs.Count(p => p.Truth == truth && holds(p.Told)), _pairs.Count(p => p.Truth == truth));
}
