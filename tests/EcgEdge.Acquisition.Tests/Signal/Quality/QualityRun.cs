using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Signal.Quality;

namespace EcgEdge.Acquisition.Tests.Signal.Quality;

/// <summary>A signal measured from true beat to true beat and from second to second.</summary>
internal sealed class QualityRun
{
    private const double LagSeconds = 0.2;

    public List<QualityReport> Beats { get; } = [];

    public List<QualityReport> Seconds { get; } = [];

    public double MeanBeat => Beats.Average(b => b.Value);

    public double MeanSecond => Seconds.Skip(2).Average(s => s.Value);

    public static QualityRun Over(float[] millivolts, double sampleRateHz, IReadOnlyList<long> beats, double secondLength = 1, SignalQualityMeter? meter = null)
    {
        var run = new QualityRun();
        var filter = new EcgFilter(sampleRateHz, 50);
        meter ??= new SignalQualityMeter(sampleRateHz);
        meter.Reset(0);
        var filtered = new SignalHistory((int)(8 * sampleRateHz));
        var (next, second) = (1, secondLength * sampleRateHz);
        for (var i = 0; i < millivolts.Length; i++)
        {
            var value = filter.Process(millivolts[i]);
            if (i < filter.Delay) continue;
            meter.Add(millivolts[i - filter.Delay], value);
            filtered.Append(value);
            if (filtered.End >= second)
            {
                run.Seconds.Add(meter.CloseSecond());
                second += secondLength * sampleRateHz;
            }

            if (next < beats.Count && filtered.End > beats[next] + LagSeconds * sampleRateHz)
            {
                run.Beats.Add(meter.CloseBeat(filtered, beats[next - 1], beats[next]));
                next++;
            }
        }

        return run;
    }

    /// <summary>Part of the beats that name a reason.</summary>
    public double Share(QualityReason reason) => (double)Beats.Count(b => b.Reasons.HasFlag(reason)) / Beats.Count;
}
