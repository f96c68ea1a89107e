using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace EcgEdge.Agent.Tests.Rest;

/// <summary>An agent that has recorded a replay to its end.</summary>
public sealed class RecordedReplay : IAsyncLifetime
{
    public const int Beats = 90;

    private readonly TempDirectory _folder = new();

    public RunningAgent Agent { get; private set; } = null!;

    public float[] Played { get; private set; } = [];

    public RecordingFolder Recordings { get; private set; } = null!;

    /// <summary>A folder for one test.</summary>
    public string NewFolder() => Directory.CreateDirectory(_folder[Guid.NewGuid().ToString("N")]).FullName;

    public async ValueTask InitializeAsync()
    {
        var file = _folder["beats.txt"];
        await File.WriteAllTextAsync(file, SyntheticBeatFile.Text(60, 30));
        Played = RecordingFile.Read(file).Recording.Millivolts;
        Agent = await RunningAgent.Start(
            new ChannelOptions { Name = "chest", Wearer = "Ada", Source = new SourceOptions { Kind = SourceOptions.Replay, Path = file, Speed = double.PositiveInfinity } },
            recorder: new RecorderOptions { Enabled = true, Directory = _folder["rec"], MinFreeMegabytes = 0 });
        await Agent.Services.GetRequiredService<ChannelSet>().Finished.Within("the replay's end");
        await Agent.Services.GetRequiredService<AlertWriter>().FlushAsync().Within("the alerts to be stored");
        Recordings = new RecordingFolder(_folder["rec"]);
        var started = TimeProvider.System.GetTimestamp();
        while (Recordings.Segments().Sum(s => s.Length) < Played.Length)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline.Span, "the signal was not recorded in time");
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        _folder.Dispose();
    }
}
