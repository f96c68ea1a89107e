namespace EcgEdge.Acquisition.Signal;

/// <summary>Reads the filtered signal at equal steps between samples: cubic (Catmull-Rom) interpolation.</summary>
internal sealed class WindowSampler(SignalHistory filtered)
{
    /// <summary>Samples that must be held beyond a position for it to be read.</summary>
    public const int Margin = 2;

    /// <summary>Fills the points with the signal from one position to another, both included.</summary>
    public void Resample(double from, double to, Span<float> points)
    {
        var step = (to - from) / (points.Length - 1);
        Read(from, step, points);
    }

    /// <summary>Fills the points with the signal at a position and the steps after it.</summary>
    public void Read(double from, double step, Span<float> points)
    {
        for (var i = 0; i < points.Length; i++)
        {
            var position = from + i * step;
            var floor = Math.Floor(position);
            points[i] = Interpolate((long)floor, (float)(position - floor));
        }
    }

    private float Interpolate(long index, float t)
    {
        float a = filtered[index - 1], b = filtered[index], c = filtered[index + 1], d = filtered[index + 2];
        return b + 0.5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }
}
