using System.Globalization;
using System.Text;

namespace EcgEdge.Agent.Recordings;

/// <summary>An excerpt as comma-separated text: <c>sample,time_s,mv,class</c>, one line a sample, the class at R peaks.</summary>
internal static class ExcerptCsv
{
    public static async Task WriteAsync(Excerpt excerpt, Stream target, CancellationToken cancellation)
    {
        var beats = excerpt.Marks.Where(m => m.Annotation.IsBeat).GroupBy(m => m.Annotation.Sample).ToDictionary(g => g.Key, g => Quoted(g.First().Label));
        var text = new StringBuilder("sample,time_s,mv,class\n");
        var sample = 0L;
        foreach (var piece in excerpt.Read())
        {
            foreach (var millivolts in piece)
            {
                text.Append(CultureInfo.InvariantCulture, $"{excerpt.FirstIndex + sample},{sample / excerpt.SampleRateHz:0.######},");
                if (!float.IsNaN(millivolts)) text.Append(millivolts.ToString("R", CultureInfo.InvariantCulture));
                text.Append(',').Append(beats.GetValueOrDefault(sample, "")).Append('\n');
                sample++;
            }

            await target.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellation);
            text.Clear();
        }
    }

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
