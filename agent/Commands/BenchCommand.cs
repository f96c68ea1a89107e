using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Rest;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Commands;

/// <summary><c>bench</c>: this machine's figures for the path from samples to verdicts and alerts.</summary>
internal static class BenchCommand
{
    private const int BlockSamples = 10;
    private const double WarmUpSeconds = 120, ViewerSeconds = 20;

    public static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "Seconds of signal per channel.", DefaultValueFactory = _ => 3600 };
        var channels = new Option<int>("--channels") { Description = "Channels run on one thread.", DefaultValueFactory = _ => 1 };
        var pack = new Option<string>("--pack") { Description = "Model pack.", DefaultValueFactory = _ => "ecg5000" };
        var models = new Option<string>("--models") { Description = "Folder of the packs.", DefaultValueFactory = _ => PackLoader.DefaultFolder };
        var precision = new Option<Precision>("--precision") { Description = "int8 or fp32." };
        var viewers = new Option<int?>("--viewers") { Description = "Instead: what so many viewers of the live stream cost, in real time; 20 s unless --seconds says otherwise." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("bench", "Measure this machine on the synthetic heart.") { seconds, channels, pack, models, precision, viewers, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(seconds) is not (>= 10 and <= 86_400)) throw new Options.OptionsException("--seconds: expected 10 to 86400");
            if (parsed.GetValue(channels) is not (>= 1 and <= 256)) throw new Options.OptionsException("--channels: expected 1 to 256");
            if (parsed.GetValue(viewers) is { } watching)
            {
                if (watching is not (>= 1 and <= 200)) throw new Options.OptionsException("--viewers: expected 1 to 200");
                var wanted = parsed.GetResult(seconds) is { Implicit: false } ? parsed.GetValue(seconds) : ViewerSeconds;
                var cost = await ViewerBench.MeasureAsync(watching, wanted, parsed.GetValue(pack)!, cancellation);
                Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(cost, ApiJson.Indented.ViewerFigures) : Text(cost));
                return CommandLine.Success;
            }

            var loaded = PackLoader.Load(parsed.GetValue(models)!, parsed.GetValue(pack)!, parsed.GetValue(precision));
            var figures = Measure(parsed.GetValue(seconds), parsed.GetValue(channels), loaded);
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(figures, ApiJson.Indented.BenchFigures) : Text(figures));
            return CommandLine.Success;
        });
        return command;
    }

    private static BenchFigures Measure(double seconds, int channels, LoadedPack pack)
    {
        var recording = new SyntheticHeart(new SyntheticHeartOptions()).Record(TimeSpan.FromSeconds(Math.Min(seconds, 600)));
        var signal = SignalBench.Measure(recording);
        var origin = new AlertOrigin("bench", "bench", pack.Manifest.Pack, pack.Manifest.Version, pack.Manifest.Classes);
        // An alert is an event, not a beat: none is raised here, so that what is counted is the path of samples and beats.
        var quiet = new AlertOptions { AnomalyWindowBeats = 100, AnomalyBeats = 100 };
        var sink = new NoSink();
        EcgPipeline[] pipelines = [.. Enumerable.Range(0, channels).Select(_ =>
            new EcgPipeline(recording.SampleRateHz, 50, FilterBand.Monitor, new BeatAnalyzer(pack, recording.SampleRateHz), origin, quiet, sink))];
        var player = new Player(recording);
        player.Play(pipelines, WarmUpSeconds, latencies: null);

        var latencies = new double[(int)(seconds * channels * 6)];
        var beatsBefore = pipelines.Sum(p => p.Beats.End);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        var measured = player.Play(pipelines, seconds, latencies);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        Array.Sort(latencies, 0, measured);
        var beats = pipelines.Sum(p => p.Beats.End) - beatsBefore;
        var samples = seconds * channels * recording.SampleRateHz;
        var figures = new BenchFigures(
            Machine(),
            $"{pack.Manifest.Pack} {(pack.Precision == Precision.Int8 ? "int8" : "fp32")}",
            channels,
            seconds,
            recording.SampleRateHz,
            beats,
            Round(seconds * channels / elapsed),
            Round(elapsed / samples * 1e6),
            Round(ModelBench.MedianMicroseconds(pack, recording)),
            ModelBench.MedianMicrosecondsOfEach(pack).ToDictionary(m => m.Key, m => Round(m.Value)),
            Round(signal.FilterNs),
            Round(signal.DetectorNs),
            At(0.5),
            At(0.95),
            At(0.99),
            allocated + signal.AllocatedBytes,
            Round(Environment.WorkingSet / 1e6));
        foreach (var pipeline in pipelines) pipeline.Dispose();
        return figures;

        double At(double quantile) => measured == 0 ? 0 : Round(latencies[Math.Min(measured - 1, (int)(quantile * measured))]);
    }

    private static double Round(double value) => Math.Round(value, value < 10 ? 3 : 1);

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return $"{model ?? "unknown processor"}, {Environment.ProcessorCount} cores, "
            + $"{System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}";
    }

    private static string Text(BenchFigures f) => string.Create(CultureInfo.InvariantCulture, $"""
        {f.Machine}
        pack {f.Pack}, {f.Channels} channel(s), {f.SignalSeconds} s at {f.SampleRateHz} Hz, {f.Beats} beats
        {f.RealTimeFactor} x real time on one core: that many channels
        {f.MicrosecondsPerSample} us per sample, {f.MicrosecondsPerBeat} us per beat in the models
        each model alone: {string.Join(", ", f.MicrosecondsPerModel.Select(m => $"{m.Key} {m.Value.ToString(CultureInfo.InvariantCulture)}"))} us
        filter {f.FilterNanosecondsPerSample} ns, R-peak detector {f.DetectorNanosecondsPerSample} ns per sample
        last sample to verdict: p50 {f.VerdictP50Us} us, p95 {f.VerdictP95Us} us, p99 {f.VerdictP99Us} us
        {f.AllocatedBytes} bytes allocated on the path, {f.ResidentMegabytes} MB resident
        """);

    private static string Text(ViewerFigures f) => string.Create(CultureInfo.InvariantCulture, $"""
        {Machine()}
        alone: samples leave the pipeline {f.AloneDelayP50Ms} ms (p50), {f.AloneDelayP99Ms} ms (p99) after the promptest, {f.AloneCpuPercent} % of a core
        {f.Viewers} viewers: {f.WatchedDelayP50Ms} ms (p50), {f.WatchedDelayP99Ms} ms (p99), {f.WatchedCpuPercent} % of a core, their own work included
        {f.ReceivedSamples} samples reached them, {f.MissedSamples} were left out
        """);

    /// <summary>Plays a recording again and again into pipelines.</summary>
    private sealed class Player(Recording recording)
    {
        private readonly SampleBlock _block = new(BlockSamples);
        private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;
        private long _index;
        private int _position;

        /// <summary>Plays for so many seconds; notes the time of every block that completed a beat, in microseconds. Returns how many.</summary>
        public int Play(EcgPipeline[] pipelines, double seconds, double[]? latencies)
        {
            var measured = 0;
            for (var left = (long)(seconds * recording.SampleRateHz); left > 0; left -= _block.Count)
            {
                Fill();
                foreach (var pipeline in pipelines)
                {
                    var beats = pipeline.Beats.End;
                    var started = Stopwatch.GetTimestamp();
                    pipeline.Process(_block);
                    if (latencies is null || pipeline.Beats.End == beats || measured == latencies.Length) continue;
                    latencies[measured++] = (Stopwatch.GetTimestamp() - started) * 1e6 / Stopwatch.Frequency;
                }
            }

            return measured;
        }

        private void Fill()
        {
            if (_position + BlockSamples > recording.Millivolts.Length) _position = 0;
            recording.Millivolts.AsSpan(_position, BlockSamples).CopyTo(_block.Millivolts);
            _block.FirstIndex = _index;
            _block.Count = BlockSamples;
            _block.At = _startedAt.AddSeconds(_index / recording.SampleRateHz);
            _position += BlockSamples;
            _index += BlockSamples;
        }
    }

    /// <summary>Where alerts would go.</summary>
    private sealed class NoSink : IAlertSink
    {
        public void Take(Alert alert)
        {
        }

        public void Take(Strip strip)
        {
        }
    }
}
