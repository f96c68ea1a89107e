using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Tests;

namespace EcgEdge.Acquisition.Tests.Signal.Quality;

/// <summary>
/// Records 118 and 119 of the MIT-BIH Arrhythmia Database under the noises of the MIT-BIH Noise Stress Test Database. Signal power is the
/// squared median peak-to-peak size of the QRS over eight, noise power the mean square of the noise about the mean of each second.
/// </summary>
public class NoiseStressTests
{
    private const int RateHz = 360, Seconds = 300;

    [Theory]
    [InlineData("118", "em")]
    [InlineData("118", "ma")]
    [InlineData("118", "bw")]
    [InlineData("119", "em")]
    [InlineData("119", "ma")]
    [InlineData("119", "bw")]
    public void Quality_falls_as_the_noise_rises(string record, string noise)
    {
        var heart = Read("mitdb", record);
        var disturbance = Read("nstdb", noise);
        var annotations = WfdbAnnotations.Read(TestData.Require("mitdb", record + ".atr"));
        long[] beats = [.. annotations.Beats.Select(b => b.Sample).Where(s => s is > RateHz and < (Seconds - 1) * RateHz)];
        var gain = Math.Sqrt(QrsPower(heart, beats) / NoisePower(disturbance));

        var clean = QualityRun.Over(heart, RateHz, beats);
        Assert.InRange(clean.MeanBeat, 0.8, 1);
        var (beatBefore, secondBefore) = (clean.MeanBeat, clean.MeanSecond);
        foreach (var decibel in (int[])[24, 12, 6, 0, -6])
        {
            var scale = gain * Math.Pow(10, -decibel / 20.0);
            var run = QualityRun.Over([.. heart.Zip(disturbance, (h, d) => (float)(h + scale * d))], RateHz, beats);
            Assert.True(run.MeanBeat < beatBefore, $"{decibel} dB: {run.MeanBeat} per beat is not below {beatBefore}");
            Assert.True(run.MeanSecond < secondBefore, $"{decibel} dB: {run.MeanSecond} per second is not below {secondBefore}");
            (beatBefore, secondBefore) = (run.MeanBeat, run.MeanSecond);
        }

        Assert.InRange(beatBefore, 0, 0.4);
    }

    private static float[] Read(string folder, string record)
    {
        TestData.Require(folder, record + ".dat");
        return WfdbRecord.Open(TestData.Require(folder, record + ".hea")).ReadPhysical(0, 0, Seconds * RateHz);
    }

    private static double QrsPower(float[] heart, long[] beats)
    {
        var sizes = beats.Select(b => heart[((int)b - 18)..((int)b + 19)]).Select(qrs => (double)qrs.Max() - qrs.Min()).Order().ToArray();
        var median = sizes[sizes.Length / 2];
        return median * median / 8;
    }

    private static double NoisePower(float[] noise) =>
        noise.Chunk(RateHz).Average(second => second.Average(v => Math.Pow(v - second.Average(), 2)));
}
