using System.Globalization;
using System.Text;

namespace EcgEdge.Agent.Alerts;

/// <summary>A strip as comma-separated text: <c>sample,time_s,mv,class</c>, one line a sample, the class at R peaks.</summary>
public static class StripCsv
{
    public static string Write(Strip strip)
    {
        var text = new StringBuilder("sample,time_s,mv,class\n");
        var beats = strip.Beats.ToDictionary(b => b.Index, b => b.Class);
        for (var i = 0; i < strip.Millivolts.Length; i++)
        {
            var index = strip.FirstIndex + i;
            var value = float.IsNaN(strip.Millivolts[i]) ? "" : strip.Millivolts[i].ToString("R", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{index},{i / strip.SampleRateHz:0.######},{value},{beats.GetValueOrDefault(index, "")}\n");
        }

        return text.ToString();
    }
}
