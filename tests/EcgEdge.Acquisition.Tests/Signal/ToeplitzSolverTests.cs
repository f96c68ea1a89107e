using EcgEdge.Acquisition.Signal;

namespace EcgEdge.Acquisition.Tests.Signal;

public class ToeplitzSolverTests
{
    [Fact]
    public void Its_solution_times_the_matrix_is_the_right_hand_side()
    {
        double[] row = [2, 1.2, 0.7, -0.3], y = [1, -2, 0.5, 3], x = new double[4];
        Assert.True(new ToeplitzSolver(4).TrySolve(row, y, x));
        for (var i = 0; i < 4; i++) Assert.Equal(y[i], Enumerable.Range(0, 4).Sum(j => row[Math.Abs(i - j)] * x[j]), 1e-12);
    }

    [Fact]
    public void A_matrix_that_is_no_covariance_has_no_solution() =>
        Assert.False(new ToeplitzSolver(2).TrySolve([1, 1.5], [1, 1], new double[2]));
}
