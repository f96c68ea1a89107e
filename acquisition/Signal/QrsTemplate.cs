namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// The running mean of one kind of QRS complex, and the matched filter that finds it in noise of the present strength and colour: weights
/// that solve (noise covariance) × (weights) = (shape).
/// </summary>
internal sealed class QrsTemplate(int points)
{
    private const int Memory = 12;

    /// <summary>Beats from which on a template is more than chance.</summary>
    private const int LeastBeats = 4;

    private readonly double[] _shape = new double[points], _weights = new double[points];
    private double _power;

    /// <summary>Beats learned; 0 when the template is free.</summary>
    public int Beats { get; private set; }

    /// <summary>When it was learned from last.</summary>
    public long LastUsed { get; private set; }

    /// <summary>Whether it is known well enough to be looked for.</summary>
    public bool IsKnown => Beats >= LeastBeats;

    /// <summary>Whether the matched filter is there.</summary>
    public bool IsSolved { get; private set; }

    /// <summary>From the end of the window to the R peak, input samples.</summary>
    public double PeakOffset { get; private set; }

    public void Free() => (Beats, IsSolved) = (0, false);

    /// <summary>Begins anew with one complex.</summary>
    public void Begin(ReadOnlySpan<double> complex, double peakOffset, long now)
    {
        complex.CopyTo(_shape);
        (Beats, PeakOffset, LastUsed, IsSolved) = (1, peakOffset, now, false);
    }

    /// <summary>Takes in one more complex.</summary>
    /// <param name="complex">The signal of its window.</param>
    /// <param name="peakOffset">From the end of the window to the R peak; null when that was placed by the template itself.</param>
    /// <param name="now">Number of the beat.</param>
    public void Blend(ReadOnlySpan<double> complex, double? peakOffset, long now)
    {
        (Beats, LastUsed) = (Beats + 1, now);
        var part = 1.0 / Math.Min(Beats, Memory);
        if (peakOffset is { } offset) PeakOffset += part * (offset - PeakOffset);
        for (var i = 0; i < _shape.Length; i++) _shape[i] += part * (complex[i] - _shape[i]);
    }

    /// <summary>Correlation of a stretch of signal with the shape, -1 to 1.</summary>
    public double Likeness(ReadOnlySpan<double> signal)
    {
        double own = 0, other = 0, both = 0;
        for (var i = 0; i < _shape.Length; i++)
        {
            own += _shape[i] * _shape[i];
            other += signal[i] * signal[i];
            both += _shape[i] * signal[i];
        }

        return own > 0 && other > 0 ? both / Math.Sqrt(own * other) : 0;
    }

    /// <summary>Fits the matched filter to the noise.</summary>
    public void Solve(ToeplitzSolver solver, ReadOnlySpan<double> noiseCovariance)
    {
        IsSolved = IsKnown && solver.TrySolve(noiseCovariance, _shape, _weights);
        if (!IsSolved) return;
        _power = Dot(_shape);
        IsSolved = _power > 0;
    }

    /// <summary>Logarithm of how much likelier a stretch of signal is with this complex in it than without, by Gaussian noise.</summary>
    public double Evidence(ReadOnlySpan<double> signal) => Dot(signal) - 0.5 * _power;

    private double Dot(ReadOnlySpan<double> signal)
    {
        var sum = 0.0;
        for (var i = 0; i < _weights.Length; i++) sum += _weights[i] * signal[i];
        return sum;
    }
}
