using EcgEdge.Acquisition.Signal;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Commands;

/// <summary>Plays a recording through the pipeline of a channel, as the agent does, and keeps the alerts it raises.</summary>
internal sealed class AlarmRun : IAlertSink
{
    private const int BlockSamples = 4096;
    private const string Anyone = "recording";

    /// <summary>Alerts raised, in order.</summary>
    public List<Alert> Raised { get; } = [];

    /// <param name="recording">The recording.</param>
    /// <param name="pack">Judges its beats.</param>
    /// <param name="options">When alerts are raised.</param>
    /// <param name="mainsHz">50 or 60; null to have it detected.</param>
    /// <param name="progress">Told the part done, 0 to 1, now and then; null for none.</param>
    public static AlarmRun Of(Recording recording, LoadedPack pack, AlertOptions options, double? mainsHz, IProgress<double>? progress)
    {
        var run = new AlarmRun();
        var manifest = pack.Manifest;
        using var source = new ReplaySource(
            recording, new ReplayOptions { Speed = double.PositiveInfinity, BlockSamples = BlockSamples }, TimeProvider.System);
        var origin = new AlertOrigin(Anyone, Anyone, manifest.Pack, manifest.Version, manifest.Classes);
        var kinds = source.Description.HasRhythm ? options : options.WithoutRhythm();
        using var pipeline = new EcgPipeline(
            recording.SampleRateHz, mainsHz, FilterBand.Monitor, new BeatAnalyzer(pack, recording.SampleRateHz), origin, kinds, run);
        var block = new SampleBlock(BlockSamples);
        source.Open();
        while (source.Read(block, CancellationToken.None))
        {
            pipeline.Process(block);
            progress?.Report((double)(block.FirstIndex + block.Count) / recording.Millivolts.Length);
        }

        pipeline.End();
        return pipeline.Failures == 0 ? run : throw new InferenceException($"{recording.Text}: {pipeline.Fault}");
    }

    public void Take(Alert alert)
    {
        if (alert.State == AlertState.Raised) Raised.Add(alert);
    }

    public void Take(Strip strip)
    {
        // Alerts are counted here, not shown.
    }
}
