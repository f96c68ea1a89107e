using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;
using EcgEdge.Tests;

namespace EcgEdge.Agent.Tests.Pipeline;

/// <summary>Channels that fail, hang and come back, and what the others have of it: nothing.</summary>
public sealed class ChannelCareTests : IAlertSink, IFlowControl, IBaselineMemory, IDisposable
{
    private readonly Lines<Alert> _alerts = new();
    private readonly CapturingLogs _logs = new();
    private readonly TempDirectory _folder = new();

    /// <summary>A second of waiting passes in twenty milliseconds.</summary>
    private readonly HurriedClock _clock = new(1, 50);

    private readonly SourceScript _script = new();
    private readonly List<ChannelSet> _sets = [];
    private Action<Alert>? _onAlert;

    public void Dispose()
    {
        foreach (var set in _sets) set.Dispose();
        _logs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_missing_file_stops_no_other_channel_and_is_played_when_it_comes()
    {
        var file = _folder["beats.txt"];
        var replay = new SourceOptions { Kind = SourceOptions.Replay, Path = file, Speed = 50, Loop = true };
        _logs.ExpectError("no such file");
        var channels = Start([Channel("gone") with { Source = replay }, Channel("good")], real: true);

        var (gone, good) = (channels.All[0], channels.All[1]);
        await Until(() => good.Pipeline.Beats.End > 3 && gone.State == SourceState.Failed);
        Assert.Contains("no such file", gone.Error, StringComparison.Ordinal);
        Assert.False(gone.Finished.IsCompleted);
        var lost = await _alerts.First(a => a.Channel == "gone").Within("the alert of the lost source");
        Assert.Equal((AlertKind.SourceLost, AlertState.Raised), (lost.Kind, lost.State));
        Assert.InRange(lost.StartedAt, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);

        await File.WriteAllTextAsync(file, SyntheticBeatFile.Text(40, 20), TestContext.Current.CancellationToken);
        await Until(() => gone.State == SourceState.Running && gone.Pipeline.Beats.End > 3);
        Assert.Null(gone.Error);
        await _alerts.First(a => a.Id == lost.Id && a.State == AlertState.Cleared).Within("the end of that alert");
        Assert.Equal(0, gone.Restarts);
    }

    [Fact]
    public async Task A_refused_pack_leaves_the_rate_watched_and_another_pack_can_take_over()
    {
        var channels = Start([Channel("chest") with { Pack = "nopack" }]);
        var channel = channels.All[0];
        await Until(() => channel.Pipeline.Vitals.HeartRateBpm is not null);
        Assert.Equal((SourceState.Running, null, 0L), (channel.State, channel.Pack, channel.Pipeline.Beats.End));
        Assert.Contains("'nopack' is not in", channel.Pipeline.Fault, StringComparison.Ordinal);

        var pack = PackLoader.Load(PackLoader.DefaultFolder, "ecg5000", Precision.Int8);
        await channel.Pipeline.UseAsync(new BeatAnalyzer(pack, channel.Source.SampleRateHz)).Within("the pack to judge");
        await Until(() => channel.Pipeline.Beats.End > 0);
        Assert.Null(channel.Pipeline.Fault);
    }

    [Fact]
    public async Task A_source_that_fails_and_comes_back_goes_on_in_the_same_pipeline_behind_a_gap()
    {
        _logs.ExpectError("unplugged");
        var channels = Start([Channel("chest")]);
        var channel = channels.All[0];
        await Until(() => channel.Pipeline.Beats.End > 3);
        var (pipeline, beats) = (channel.Pipeline, channel.Pipeline.Beats.End);

        _script.OnRead = _ => throw new IOException("unplugged");
        await Until(() => channel.State == SourceState.Failed);
        var (samples, next) = (pipeline.Samples, pipeline.NextIndex);
        Assert.Equal("unplugged", channel.Error);
        var lost = await _alerts.First(a => a.Kind == AlertKind.SourceLost && a.State == AlertState.Raised).Within("the alert");
        Assert.Contains("unplugged", lost.Message, StringComparison.Ordinal);
        await Until(() => _script.Opened > 2);

        _script.OnRead = SourceScript.Pace;
        await Until(() => channel.State == SourceState.Running && pipeline.Beats.End > beats + 3);
        Assert.Same(pipeline, channel.Pipeline);
        Assert.True(pipeline.Gaps > 0);
        var cleared = await _alerts.First(a => a.Id == lost.Id && a.State == AlertState.Cleared).Within("its end");
        Assert.Contains("Samples were lost", cleared.Message, StringComparison.Ordinal);
        Assert.Equal((0, _script.Opened - 1), (channel.Restarts, _script.Disposed));
        _script.OnRead = _ => false;
        await channel.Finished.Within("the end");
        Assert.True(pipeline.NextIndex - next > pipeline.Samples - samples, "nothing is left out of the numbers");
    }

    [Fact]
    public async Task A_source_that_hangs_is_replaced_and_when_it_wakes_touches_nothing()
    {
        _logs.ExpectError("nothing has moved");
        var channels = Start([Channel("chest")], new WatchdogOptions { StuckSeconds = 3 });
        var channel = channels.All[0];
        await Until(() => channel.Pipeline.Beats.End > 3);
        var pipeline = channel.Pipeline;

        using var wake = new ManualResetEventSlim();
        using var woken = new ManualResetEventSlim();
        _script.OnRead = _ =>
        {
            _script.OnRead = SourceScript.Pace;
            wake.Wait(Deadline.Span, CancellationToken.None);
            woken.Set();
            return true;
        };
        await Until(() => channel.Restarts == 1 && channel.State == SourceState.Running && !channel.IsStuck);
        var before = pipeline.NextIndex;
        await Until(() => pipeline.NextIndex > before);
        Assert.Same(pipeline, channel.Pipeline);

        wake.Set();
        Assert.True(woken.Wait(Deadline.Span, TestContext.Current.CancellationToken));
        await Until(() => _script.Disposed == 1);
        Assert.Equal(SourceState.Running, channel.State);

        _script.OnRead = _ => false;
        await channel.Finished.Within("the end");
        Assert.Equal((_script.Blocks - 1) * ScriptedSource.Samples, pipeline.Samples);
    }

    [Fact]
    public async Task A_pipeline_that_throws_is_replaced_and_numbers_go_on()
    {
        _logs.ExpectError("out of luck");
        var channels = Start([Channel("chest")]);
        var channel = channels.All[0];
        await Until(() => channel.Pipeline.Beats.End > 3);
        var (pipeline, next) = (channel.Pipeline, channel.Pipeline.NextIndex);

        _onAlert = alert =>
        {
            if (alert is { Kind: AlertKind.RateTachy, State: AlertState.Raised }) throw new InvalidOperationException("out of luck");
        };
        pipeline.Use(new AlertOptions { Brady = new RateOptions { LimitBpm = 21 }, Tachy = new RateOptions { LimitBpm = 40 } });

        await Until(() => channel.Pipeline != pipeline && channel.State == SourceState.Running && channel.Pipeline.Beats.End > pipeline.Beats.End + 3);
        Assert.Equal(1, channel.Restarts);
        Assert.True(channel.Pipeline.NextIndex > next && channel.Pipeline.Signal.End > next);
    }

    [Fact]
    public async Task A_thread_that_hangs_in_the_pipeline_is_given_up_and_its_alerts_are_cleared()
    {
        _logs.ExpectError("nothing has moved");
        var channels = Start([Channel("chest")], new WatchdogOptions { StuckSeconds = 3 }, new AlertOptions { Brady = new RateOptions { LimitBpm = 21 }, Tachy = new RateOptions { LimitBpm = 40 } });
        var channel = channels.All[0];
        var tachy = await _alerts.First(a => a.Kind == AlertKind.RateTachy).Within("an alert");
        var pipeline = channel.Pipeline;

        using var wake = new ManualResetEventSlim();
        var hung = 0;
        _onAlert = alert =>
        {
            // The next update of that alert, on the pipeline's thread.
            if (alert.Id == tachy.Id && alert.State == AlertState.Updated && Interlocked.Exchange(ref hung, 1) == 0) wake.Wait(Deadline.Span);
        };

        await Until(() => channel.Restarts == 1 && channel.State == SourceState.Running);
        Assert.NotSame(pipeline, channel.Pipeline);
        await _alerts.First(a => a.Id == tachy.Id && a.State == AlertState.Cleared).Within("the end of what the lost pipeline had raised");
        var count = _alerts.All.Count(a => a.Id == tachy.Id);
        wake.Set();
        await Until(() => _script.Disposed == 1);
        Assert.Equal(count + 1, _alerts.All.Count(a => a.Id == tachy.Id));
    }

    [Fact]
    public async Task What_hangs_again_and_again_is_given_up_and_stays_visible()
    {
        _logs.ExpectError("nothing has moved");
        using var never = new ManualResetEventSlim();
        _script.OnRead = cancellation =>
        {
            never.Wait(cancellation);
            return true;
        };
        var channels = Start([Channel("chest")], new WatchdogOptions { StuckSeconds = 2, Restarts = 2 });
        var channel = channels.All[0];
        await channel.Finished.Within("the channel to be given up");
        Assert.Equal((SourceState.Failed, 2L, true, false), (channel.State, channel.Restarts, channel.IsStuck, channels.IsMoving));
        Assert.Contains(_alerts.All, a => a.Kind == AlertKind.SourceLost && a.State == AlertState.Raised);
        Assert.Equal(3, _script.Opened);
    }

    [Fact]
    public void A_channel_that_is_played_once_does_not_start_without_source_or_pack()
    {
        var gone = new SourceOptions { Kind = SourceOptions.Replay, Path = _folder["none.txt"] };
        Assert.Throws<FileNotFoundException>(() => Start([Channel("a") with { Source = gone }], real: true, isOnce: true));
        Assert.Throws<PackException>(() => Start([Channel("a") with { Pack = "nopack" }], isOnce: true));
    }

    void IAlertSink.Take(Alert alert)
    {
        _onAlert?.Invoke(alert);
        _alerts.Add(alert);
    }

    void IAlertSink.Take(Strip strip)
    {
        // What an alert showed does not matter here.
    }

    void IFlowControl.WaitForRoom(EcgChannel channel, CancellationToken cancellation)
    {
        // Nothing is stored here.
    }

    private static ChannelOptions Channel(string name) => new() { Name = name, MainsHz = 50, Source = new SourceOptions { Speed = 20 } };

    private static Task Until(Func<bool> condition, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string what = "") => Poll.Until(condition, what);

    BaselineOrigin? IBaselineMemory.Recall(ChannelOptions channel, BeatAnalyzer analyzer, double sampleRateHz) => null;

    void IBaselineMemory.Forget(ChannelOptions channel, string pack)
    {
        // Nothing is remembered here.
    }

    private ChannelSet Start(ChannelOptions[] channels, WatchdogOptions? watchdog = null, AlertOptions? alerts = null, bool real = false, bool isOnce = false)
    {
        var options = new AgentOptions { Channels = channels, Alerts = alerts ?? new AlertOptions() };
        var parts = new ChannelParts(new PackShelf(options), this, this, new RunClock(_clock));
        if (!real) parts = new ChannelParts(new PackShelf(options), this, this, new RunClock(_clock)) { Sources = (_, _) => new ScriptedSource(_script) };
        var set = new ChannelSet(options, parts, this, new Supervision(watchdog ?? new WatchdogOptions(), isOnce), _clock, _logs);
        _sets.Add(set);
        set.StartingAsync(CancellationToken.None).GetAwaiter().GetResult();
        set.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        return set;
    }
}
