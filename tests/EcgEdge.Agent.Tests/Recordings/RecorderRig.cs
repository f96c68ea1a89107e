using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Inference;

namespace EcgEdge.Agent.Tests.Recordings;

/// <summary>A channel with its whole pipeline and a recorder of its own, which drains it after every block.</summary>
internal sealed class RecorderRig : IAlertSink, IFlowControl, IBaselineMemory, IDisposable
{
    private readonly CapturingLogs _logs = new();
    private readonly EcgChannel _channel;
    private readonly ChannelRecorder _recorder;
    private readonly BeatRecord _beat = new();
    private readonly bool _keepsUp;
    private long _cursor;

    /// <param name="root">Folder of the recordings.</param>
    /// <param name="source">What is recorded.</param>
    /// <param name="keepsUp">False for a recorder that sleeps until the source has ended.</param>
    public RecorderRig(string root, IEcgSource source, bool keepsUp = true)
    {
        const string channel = "chest";
        _keepsUp = keepsUp;
        var options = new ChannelOptions { Name = channel, Wearer = "Ada", Pack = "ecg5000", MainsHz = 50 };
        var clock = new RunClock(TimeProvider.System);
        var parts = new ChannelParts(new PackShelf(new AgentOptions()), this, this, clock) { Sources = (_, _) => source };
        _channel = new EcgChannel(
            0, options, new AlertOptions(), parts, this, new Supervision(new WatchdogOptions(), IsOnce: true), clock, _logs.For<EcgChannel>());
        _channel.Prepare();
        _recorder = new ChannelRecorder(_channel, root, "run", clock);
        Folder = new RecordingFolder(root);
    }

    public RecordingFolder Folder { get; }

    public ChannelRecorder Recorder => _recorder;

    /// <summary>The beats as the pipeline told them.</summary>
    public List<(long Index, string Class, bool Anomalous)> Beats { get; } = [];

    public List<Alert> Alerts { get; } = [];

    /// <summary>Plays the source to its end and finishes the recording.</summary>
    public async Task<IReadOnlyList<SegmentInfo>> RunAsync()
    {
        _channel.Start();
        await _channel.Finished.Within("the source's end");
        Assert.Null(_channel.Error);
        Drain();
        _recorder.Finish();
        return Folder.Segments();
    }

    public void Take(Alert alert)
    {
        Alerts.Add(alert);
        _recorder.Take(alert);
    }

    public void Take(Strip strip)
    {
    }

    BaselineOrigin? IBaselineMemory.Recall(ChannelOptions channel, BeatAnalyzer analyzer, double sampleRateHz) => null;

    void IBaselineMemory.Forget(ChannelOptions channel, string pack)
    {
    }

    public void WaitForRoom(EcgChannel channel, CancellationToken cancellation)
    {
        if (_keepsUp) Drain();
    }

    /// <summary>Samples of a segment by their number within the run, checksums verified.</summary>
    public static Dictionary<long, float> Samples(SegmentInfo segment)
    {
        var record = WfdbRecord.Open(segment.Path);
        record.VerifyChecksums();
        Assert.Equal(segment.Length, record.FrameCount);
        return record.ReadMillivolts(0).Select((x, i) => (x, i)).ToDictionary(p => segment.FirstIndex + p.i, p => p.x);
    }

    /// <summary>A voltage as it is stored.</summary>
    public static float Stored(float millivolts) => float.IsNaN(millivolts) ? millivolts : (float)(Math.Round(millivolts * RecordedSignal.Gain) / RecordedSignal.Gain);

    public void Dispose()
    {
        _recorder.Dispose();
        _channel.Dispose();
        _logs.Dispose();
    }

    private void Drain()
    {
        _recorder.Drain();
        _recorder.Flush(toDisk: false);
        while (_channel.Pipeline.Beats.TryRead(ref _cursor, _beat, out _)) Beats.Add((_beat.StartIndex, _beat.ClassName, _beat.Anomalous));
    }
}
