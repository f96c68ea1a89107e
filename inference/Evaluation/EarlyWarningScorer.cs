using EcgEdge.Inference.Models;

namespace EcgEdge.Inference.Evaluation;

/// <summary>Gathers the risks that an early-warning model gives to beats whose class is known.</summary>
public sealed class EarlyWarningScorer(EarlyWarning model)
{
    private const double FalsePositives = 0.01;

    private readonly List<double>[] _risks = [.. model.At.Select(_ => new List<double>())];
    private readonly List<bool> _anomalous = [];

    /// <summary>Adds one beat.</summary>
    /// <param name="window">Its z-normalised window.</param>
    /// <param name="anomalous">Whether it is of another class than the normal one.</param>
    public void Add(ReadOnlySpan<float> window, bool anomalous)
    {
        var risks = model.Risks(window);
        for (var j = 0; j < _risks.Length; j++) _risks[j].Add(risks[j]);
        _anomalous.Add(anomalous);
    }

    /// <summary>The figures at every length.</summary>
    public IReadOnlyList<EarlyWarningFigures> Figures()
    {
        var soFar = new bool[_anomalous.Count];
        var figures = new List<EarlyWarningFigures>();
        for (var j = 0; j < _risks.Length; j++)
        {
            var threshold = model.Thresholds[j];
            for (var i = 0; i < soFar.Length; i++) soFar[i] |= _risks[j][i] > threshold;
            var place = j;
            var auc = AnomalyFigures.Of(_risks[j].ToArray(), _anomalous.ToArray(), threshold).Auc;
            var limit = Limit(_risks[j]);
            figures.Add(new EarlyWarningFigures(
                model.At[j], threshold,
                Rate(true, i => _risks[place][i] > threshold), Rate(false, i => _risks[place][i] > threshold),
                Rate(true, i => soFar[i]), Rate(false, i => soFar[i]),
                Rate(true, i => _risks[place][i] > limit), auc));
        }

        return figures;
    }

    /// <summary>The least risk that at most 1 % of the normal beats exceed.</summary>
    private double Limit(List<double> risks)
    {
        var normal = risks.Where((_, i) => !_anomalous[i]).Order().ToArray();
        return normal.Length == 0 ? double.NegativeInfinity : normal[normal.Length - 1 - (int)(FalsePositives * normal.Length)];
    }

    private double Rate(bool anomalous, Func<int, bool> isWarned)
    {
        int all = 0, warned = 0;
        for (var i = 0; i < _anomalous.Count; i++)
        {
            if (_anomalous[i] != anomalous) continue;
            all++;
            if (isWarned(i)) warned++;
        }

        return all == 0 ? 0 : (double)warned / all;
    }
}
