using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Scoring;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Commands;

/// <summary><c>stress</c>: R-peak detection on records with recorded noise added, after the MIT-BIH Noise Stress Test Database.</summary>
internal static class StressCommand
{
    private const double LowestDecibel = -40, HighestDecibel = 60;

    public static Command Create()
    {
        var records = new Argument<string[]>("record") { Description = "Clean WFDB records with an .atr beside them.", Arity = ArgumentArity.OneOrMore };
        var noises = new Option<string[]>("--noise")
        {
            Description = "WFDB records of noise, such as em, ma and bw of nstdb.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var levels = new Option<double[]>("--snr")
        {
            Description = "Signal-to-noise ratios, dB.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [24, 12, 6, 0, -6],
        };
        var seed = new Option<int>("--seed") { Description = "Seed of the place where the noise is taken.", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("stress", "R-peak detection under added noise.") { records, noises, levels, seed, json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(levels)!.Any(d => !(d is >= LowestDecibel and <= HighestDecibel)))
                throw new OptionsException($"--snr: expected numbers from {LowestDecibel} to {HighestDecibel}");
            var figures = Measure(parsed.GetValue(records)!, parsed.GetValue(noises)!, parsed.GetValue(levels)!, parsed.GetValue(seed));
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(figures, ApiJson.Indented.StressFigures) : Text(figures));
            return CommandLine.Success;
        });
        return command;
    }

    private static StressFigures Measure(string[] records, string[] noises, double[] levels, int seed)
    {
        var hearts = records.Select(ReadHeart).ToList();
        var rows = new List<StressRow>();
        var pooled = levels.Select(_ => new Pool()).ToArray();
        using var progress = new TerminalProgress("stress");
        foreach (var (n, path) in noises.Index())
        {
            var noise = ReadNoise(path);
            foreach (var (l, decibel) in levels.Index())
            {
                progress.Report((n + (double)l / levels.Length) / noises.Length);
                var pool = new Pool();
                // Records take their noise from different places.
                foreach (var (h, heart) in hearts.Index()) pool.Add(StressRun.Of(NoiseStress.Add(heart, noise, decibel, SeedOf(seed, n, h))));
                pooled[l].Add(pool);
                rows.Add(pool.Row(Path.GetFileNameWithoutExtension(path), decibel));
            }
        }

        if (noises.Length > 1) rows.AddRange(levels.Select((decibel, l) => pooled[l].Row("all", decibel)));
        return new StressFigures([.. records.Select(r => Path.GetFileNameWithoutExtension(r)!)], seed, rows);
    }

    /// <summary>One seed from three numbers, the same on every machine.</summary>
    private static int SeedOf(int seed, int noise, int record) => unchecked((seed * 31 + noise) * 31 + record);

    private static Recording ReadHeart(string path)
    {
        var recording = RecordingFile.Read(path).Recording;
        return recording.Beats.Count > 0 ? recording : throw new EcgFormatException($"{path}: no reference annotations beside it; expected an .atr file");
    }

    private static Recording ReadNoise(string path)
    {
        // The noise records carry no lead's name; the first signal is taken whatever it is called.
        var record = WfdbRecord.Open(path);
        return new Recording(record.Header.Name, record.RateHz(0), record.ReadMillivolts(0), []);
    }

    private static string Text(StressFigures figures) => string.Join('\n', figures.Rows.Select(r => string.Create(
        CultureInfo.InvariantCulture,
        $"{r.Noise,-4} {r.Decibel,4} dB: F1 at 50 ms {r.F1:P2} (sensitivity {r.Sensitivity:P2}, positive predictivity {r.PositivePredictivity:P2}), quality {r.Quality:0.00}")));

    private sealed class Pool
    {
        private BeatMatch _match;
        private double _quality;
        private int _seconds;

        public void Add(StressRun run)
        {
            _match += run.Match;
            _quality += run.Quality.Sum;
            _seconds += run.Quality.Seconds;
        }

        public void Add(Pool other)
        {
            _match += other._match;
            _quality += other._quality;
            _seconds += other._seconds;
        }

        public StressRow Row(string noise, double decibel) =>
            new(noise, decibel, _match.Sensitivity, _match.PositivePredictivity, _match.F1, _seconds == 0 ? 0 : _quality / _seconds);
    }
}
