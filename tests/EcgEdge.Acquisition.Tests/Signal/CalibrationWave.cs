using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Tests.Signal;

/// <summary>Test signals in the manner of ANSI/AAMI EC13: triangular QRS complexes, T waves and mains of stated size.</summary>
internal sealed record CalibrationWave
{
    public double SampleRateHz { get; init; } = 250;

    /// <summary>Height of the QRS, millivolts; negative for an inverted lead.</summary>
    public double QrsMillivolts { get; init; } = 1;

    public double QrsSeconds { get; init; } = 0.08;

    /// <summary>Height of the T wave, a half sine of 180 ms that begins 220 ms after the R peak.</summary>
    public double TMillivolts { get; init; }

    public double MainsMillivolts { get; init; }

    /// <summary>RR intervals, repeated.</summary>
    public required double[] RrSeconds { get; init; }

    /// <summary>Heights of the QRS complexes relative to <see cref="QrsMillivolts"/>, repeated along with the RR intervals.</summary>
    public double[] Heights { get; init; } = [1];

    public Recording Record(double seconds)
    {
        var signal = new float[(int)(seconds * SampleRateHz)];
        var beats = new List<TrueBeat>();
        var at = 0.5;
        for (var k = 0; at < seconds - 0.6; at += RrSeconds[k++ % RrSeconds.Length])
        {
            beats.Add(new TrueBeat((long)Math.Round(at * SampleRateHz), "N"));
            for (var i = 0; i < signal.Length; i++) signal[i] += (float)(Heights[k % Heights.Length] * Wave(i / SampleRateHz - at));
        }

        for (var i = 0; i < signal.Length; i++) signal[i] += (float)(MainsMillivolts * Math.Sin(2 * Math.PI * 50 * i / SampleRateHz));
        return new Recording("calibration wave", SampleRateHz, signal, beats);
    }

    private double Wave(double t)
    {
        var qrs = QrsMillivolts * Math.Max(0, 1 - Math.Abs(t) / (QrsSeconds / 2));
        return t is > 0.22 and < 0.4 ? qrs + TMillivolts * Math.Sin(Math.PI * (t - 0.22) / 0.18) : qrs;
    }
}
