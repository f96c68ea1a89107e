using System.Globalization;

namespace EcgEdge.Tests;

/// <summary>A labelled beat file in ECG5000's form, made by formula, so that tests need no data set.</summary>
internal static class SyntheticBeatFile
{
    // Place, width and height of the waves of a normal beat from R peak to R peak: S, T, P and the next r.
    private static readonly (double Place, double Width, double Height)[] s_normal =
        [(0.0249, 0.0167, -3.76), (0.2532, 0.0385, -0.47), (0.5599, 0.1233, 0.76), (0.7496, 0.0347, 1.62), (0.9535, 0.0202, 1.34), (0.9944, 0.0079, 1.28)];

    /// <summary>So many normal beats (label 1), then so many that look like nothing known (label 3).</summary>
    public static string Text(int normal, int wild)
    {
        var random = new Random(11);
        var lines = Enumerable.Range(0, normal + wild).Select(i => Line(i < normal ? 1 : 3, random));
        return string.Join('\n', lines) + "\n";
    }

    private static string Line(int label, Random random)
    {
        var samples = new double[140];
        for (var i = 0; i < samples.Length; i++)
        {
            var place = i / 139.0;
            foreach (var (at, width, height) in s_normal)
            {
                var d = (place - at) / width;
                samples[i] += height * Math.Exp(-d * d / 2);
            }

            if (label != 1) samples[i] += 1.5 * Math.Sin(2 * Math.PI * 3 * place);
            samples[i] += 0.05 * (random.NextDouble() - 0.5);
        }

        var mean = samples.Average();
        var deviation = Math.Sqrt(samples.Sum(s => (s - mean) * (s - mean)) / 139);
        return $"{label}\t" + string.Join('\t', samples.Select(s => ((s - mean) / deviation).ToString("0.#####", CultureInfo.InvariantCulture)));
    }
}
