namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Solves R x = y for a symmetric Toeplitz matrix R, given by its first row (N. Levinson, "The Wiener RMS error criterion in filter design
/// and prediction", J. Math. Phys. 25, 1947). Takes its memory once.
/// </summary>
internal sealed class ToeplitzSolver(int size)
{
    private readonly double[] _predictor = new double[size], _turned = new double[size];

    /// <summary>False, with no solution, where the matrix is not positive definite.</summary>
    public bool TrySolve(ReadOnlySpan<double> row, ReadOnlySpan<double> y, Span<double> x)
    {
        var error = row[0];
        if (!(error > 0)) return false;
        _predictor[0] = 1;
        x[0] = y[0] / error;
        for (var n = 1; n < size; n++)
        {
            double reflection = 0, missing = y[n];
            for (var i = 0; i < n; i++)
            {
                reflection -= _predictor[i] * row[n - i];
                missing -= x[i] * row[n - i];
            }

            reflection /= error;
            _predictor[n] = 0;
            for (var i = 0; i <= n; i++) _turned[i] = _predictor[n - i];
            for (var i = 0; i <= n; i++) _predictor[i] += reflection * _turned[i];
            error *= 1 - reflection * reflection;
            if (!(error > 0)) return false;
            missing /= error;
            x[n] = 0;
            for (var i = 0; i <= n; i++) x[i] += missing * _predictor[n - i];
        }

        return true;
    }
}
