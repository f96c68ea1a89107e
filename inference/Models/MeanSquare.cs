namespace EcgEdge.Inference.Models;

internal static class MeanSquare
{
    /// <summary>Mean of the squared differences of two spans of one length.</summary>
    public static double Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            double d = a[i] - b[i];
            sum += d * d;
        }

        return sum / a.Length;
    }
}
