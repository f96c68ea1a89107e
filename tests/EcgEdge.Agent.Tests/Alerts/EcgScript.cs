using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Tests.Alerts;

/// <summary>A signal in scenes, played through a whole pipeline at 250 Hz; keeps every change of an alert and when it came.</summary>
internal sealed class EcgScript : IAlertSink, IDisposable
{
    public const int Rate = 250;

    private readonly SampleBlock _block;
    private readonly Random _random = new(5);
    private long _at;

    public EcgScript(AlertOptions? options = null, int blockSize = 10)
    {
        _block = new SampleBlock(blockSize);
        var pack = PackLoader.Load(PackLoader.DefaultFolder, "ecg5000", Precision.Int8);
        var origin = new AlertOrigin("chest", "Ada", "ecg5000", pack.Manifest.Version, pack.Manifest.Classes);
        Pipeline = new EcgPipeline(
            Rate, 50, FilterBand.Monitor, new BeatAnalyzer(pack), origin,
            (options ?? new AlertOptions()) with { Anomaly = new AlertRuleOptions { Enabled = false } }, this);
    }

    public EcgPipeline Pipeline { get; }

    public List<(Alert Alert, double AtSeconds)> Alerts { get; } = [];

    public List<Strip> Strips { get; } = [];

    public double Now => (double)_at / Rate;

    /// <summary>Time of the last true beat played.</summary>
    public double LastBeatSeconds { get; private set; }

    public EcgScript Heart(double seconds, double bpm, double noiseMillivolts = 0.012)
    {
        var heart = new SyntheticHeart(new SyntheticHeartOptions
        {
            HeartRateBpm = bpm,
            BigeminyProbability = 0,
            EctopicProbability = 0,
            NoiseMillivolts = noiseMillivolts,
            Seed = 3,
        }).Record(TimeSpan.FromSeconds(seconds));
        LastBeatSeconds = Now + (double)heart.Beats[^1].Index / Rate;
        return Play(heart.Millivolts, LeadState.On);
    }

    /// <summary>A line without beats, with noise of this standard deviation.</summary>
    public EcgScript Line(double seconds, double noiseMillivolts = 0, LeadState leads = LeadState.On)
    {
        var samples = new float[(int)(seconds * Rate)];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (float)(noiseMillivolts * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));
        return Play(samples, leads);
    }

    /// <summary>Samples are lost: their numbers jump.</summary>
    public EcgScript Lose(double seconds)
    {
        _at += (long)(seconds * Rate);
        return this;
    }

    /// <summary>Plays samples as they are.</summary>
    public EcgScript Play(ReadOnlySpan<float> samples, LeadState leads)
    {
        for (var from = 0; from < samples.Length; from += _block.Count)
        {
            _block.Count = Math.Min(_block.Capacity, samples.Length - from);
            _block.FirstIndex = _at;
            _block.At = DateTimeOffset.UnixEpoch.AddSeconds(Now);
            samples.Slice(from, _block.Count).CopyTo(_block.Millivolts);
            _block.Leads.AsSpan(0, _block.Count).Fill(leads);
            _at += _block.Count;
            Pipeline.Process(_block);
        }

        return this;
    }

    public Alert[] Of(string kind) => [.. Alerts.Select(a => a.Alert).Where(a => a.Kind == kind)];

    /// <summary>Time of the first change of a kind to a state.</summary>
    public double When(string kind, AlertState state) => Alerts.First(a => a.Alert.Kind == kind && a.Alert.State == state).AtSeconds;

    /// <summary>Kinds and states in order, updates left out.</summary>
    public string Story() => string.Join(", ", Alerts.Where(a => a.Alert.State != AlertState.Updated).Select(a => $"{a.Alert.Kind} {a.Alert.State}"));

    public void Take(Alert alert) => Alerts.Add((alert, Now));

    public void Take(Strip strip) => Strips.Add(strip);

    public void Dispose() => Pipeline.Dispose();
}
