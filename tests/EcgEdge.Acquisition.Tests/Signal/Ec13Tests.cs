using EcgEdge.Acquisition.Scoring;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Tests.Signal;

/// <summary>The checks that ANSI/AAMI EC13 and IEC 60601-2-27 ask of heart-rate meters, on calibration waves.</summary>
public class Ec13Tests
{
    private const double Seconds = 30;

    public static TheoryData<double, double, double> Waves()
    {
        var data = new TheoryData<double, double, double>();
        foreach (var millivolts in (double[])[0.5, 1, 2, 5, -0.5, -5])
        {
            foreach (var bpm in (double[])[30, 60, 120, 200, 240])
            {
                foreach (var width in (double[])[0.04, 0.08, 0.12]) data.Add(millivolts, bpm, width);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Waves))]
    public void Counts_every_beat_of_half_to_five_millivolts_at_any_rate_and_width(double millivolts, double bpm, double width)
    {
        var recording = new CalibrationWave { QrsMillivolts = millivolts, QrsSeconds = width, RrSeconds = [60 / bpm] }.Record(Seconds);
        AssertFound(recording);
    }

    [Theory]
    [InlineData(250)]
    [InlineData(360)]
    [InlineData(500)]
    [InlineData(1000)]
    public void Places_the_R_peak_within_ten_milliseconds(double rate)
    {
        var recording = new CalibrationWave { SampleRateHz = rate, RrSeconds = [0.8] }.Record(Seconds);
        var pairs = new List<BeatPair>();
        long[] truth = [.. recording.Beats.Select(b => b.Index)], detected = [.. Found.In(recording, 64).Peaks.Select(p => p.Index)];
        BeatMatcher.Match(truth, detected, 0.15 * rate, pairs);
        Assert.NotEmpty(pairs);
        Assert.All(pairs, p => Assert.InRange((detected[p.Detected] - truth[p.Truth]) / rate, -0.01, 0.01));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(1.2)]
    public void A_tall_T_wave_is_no_beat(double millivolts)
    {
        var recording = new CalibrationWave { TMillivolts = millivolts, RrSeconds = [0.75] }.Record(Seconds);
        AssertFound(recording);
    }

    [Theory]
    [InlineData(0.5, 30)]
    [InlineData(0.5, 80)]
    [InlineData(0.5, 240)]
    [InlineData(1, 80)]
    public void Mains_of_a_tenth_of_a_millivolt_is_tolerated(double millivolts, double bpm)
    {
        var recording = new CalibrationWave { QrsMillivolts = millivolts, MainsMillivolts = 0.1, RrSeconds = [60 / bpm] }.Record(Seconds);
        AssertFound(recording);
    }

    [Theory]
    [InlineData(0.15, 0.08)]
    [InlineData(0.14, 0.04)]
    [InlineData(-0.15, 0.08)]
    [InlineData(0.1, 0.12)]
    public void What_is_smaller_than_the_least_QRS_is_not_counted(double millivolts, double width)
    {
        var recording = new CalibrationWave { QrsMillivolts = 0.99 * millivolts, QrsSeconds = width, RrSeconds = [0.75] }.Record(Seconds);
        Assert.Empty(Found.In(recording, 64).Peaks);
    }

    // EC13's irregular rhythms, as RR intervals and relative heights: ventricular bigeminy (80 bpm), slow alternating (60), rapid alternating (120).
    [Theory]
    [InlineData(new[] { 0.45, 1.05 }, new[] { 1.0, 1.3 }, 80)]
    [InlineData(new[] { 0.6, 1.4 }, new[] { 1.0, 1.2 }, 60)]
    [InlineData(new[] { 0.4, 0.6 }, new[] { 1.0, 0.8 }, 120)]
    public void The_rate_of_an_irregular_rhythm_is_right_after_twenty_seconds(double[] rr, double[] heights, double bpm)
    {
        var recording = new CalibrationWave { RrSeconds = rr, Heights = heights }.Record(60);
        var rate = new Acquisition.Signal.HeartRate();
        var peaks = Found.In(recording, 64).Peaks;
        for (var i = 1; i < peaks.Count; i++)
        {
            rate.Add((peaks[i].Index - peaks[i - 1].Index) / recording.SampleRateHz);
            if (peaks[i].Index > 20 * recording.SampleRateHz) Assert.Equal(bpm, rate.BeatsPerMinute!.Value, 0.08 * bpm);
        }

        AssertFound(recording);
    }

    private static void AssertFound(Recording recording)
    {
        // What begins within the first half second may be lost to the filters' settling.
        var truth = recording.Beats.Select(b => b.Index).Where(i => i > 0.95 * recording.SampleRateHz).ToArray();
        var detected = Found.In(recording, 64).Peaks.Select(p => p.Index).Where(i => i > 0.9 * recording.SampleRateHz).ToArray();
        Assert.Equal(new BeatMatch(truth.Length, 0, 0), BeatMatcher.Match(truth, detected, 0.05 * recording.SampleRateHz));
    }
}
