using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Alerts;

public sealed class SnoozeBookTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly CapturingLogs _logs = new();
    private readonly SteppedClock _clock = new();
    private EcgStore _store;
    private SnoozeBook _book;

    public SnoozeBookTests()
    {
        _store = EcgStore.Open(_folder.Path);
        _book = Open();
    }

    public void Dispose()
    {
        _book.Dispose();
        _store.Dispose();
        _folder.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public void A_kind_is_snoozed_on_its_channel_for_its_time_and_no_longer()
    {
        var ended = new List<Snooze>();
        _book.Ended += ended.Add;
        var snooze = Snooze(AlertKind.BeatPvc, 30);
        Assert.Equal((_clock.Now, _clock.Now.AddMinutes(30)), (snooze.Since, snooze.Until));
        Assert.True(_book.IsSnoozed("chest", AlertKind.BeatPvc));
        Assert.False(_book.IsSnoozed("arm", AlertKind.BeatPvc));
        Assert.False(_book.IsSnoozed("chest", AlertKind.BeatAnomaly));
        Assert.Equal([snooze], _book.Of("chest"));

        _clock.Pass(TimeSpan.FromMinutes(29.9));
        Assert.True(_book.IsSnoozed("chest", AlertKind.BeatPvc));
        Assert.Empty(ended);
        _clock.Pass(TimeSpan.FromMinutes(0.2));
        Assert.False(_book.IsSnoozed("chest", AlertKind.BeatPvc));
        Assert.Equal([snooze], ended);
        Assert.Empty(_store.Snoozes.List());
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void A_step_of_the_wall_clock_changes_no_snooze(int seconds)
    {
        Snooze(AlertKind.BeatPvc, 30);
        _clock.Step(TimeSpan.FromSeconds(seconds));
        Assert.True(_book.IsSnoozed("chest", AlertKind.BeatPvc));
        _clock.Pass(TimeSpan.FromMinutes(30));
        Assert.False(_book.IsSnoozed("chest", AlertKind.BeatPvc));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(31, false)]
    [InlineData(-600, true)]
    public void It_is_kept_over_a_restart_and_never_grows_longer(int minutesAway, bool still)
    {
        Snooze(AlertKind.BeatPvc, 30);
        Restart(TimeSpan.FromMinutes(minutesAway));
        Assert.Equal(still, _book.IsSnoozed("chest", AlertKind.BeatPvc));
        Assert.Equal(still ? 1 : 0, _store.Snoozes.List().Count);
        // With the clock set back ten hours it lasts as long as was asked for, not ten hours more.
        _clock.Pass(TimeSpan.FromMinutes(30));
        Assert.False(_book.IsSnoozed("chest", AlertKind.BeatPvc));
    }

    [Fact]
    public async Task It_is_taken_up_as_soon_as_a_store_that_was_away_is_there()
    {
        var before = Snooze(AlertKind.BeatPvc, 30);
        _book.Dispose();
        _store.Dispose();
        var away = _folder.Path + ".away";
        Directory.Move(_folder.Path, away);
        await File.WriteAllTextAsync(_folder.Path, "in its place", TestContext.Current.CancellationToken);
        _store = EcgStore.Open(_folder.Path, mayWait: true);
        _book = Open();
        var changed = new Lines<string>();
        _book.Changed += changed.Add;
        Assert.Empty(_book.Of("chest"));
        Assert.Equal(1, _logs.Count(Microsoft.Extensions.Logging.LogLevel.Warning));

        File.Delete(_folder.Path);
        Directory.Move(away, _folder.Path);
        var after = Snooze(AlertKind.BeatAnomaly, 30);
        await changed.First(_ => _book.Of("chest").Count == 2).Within("what was snoozed before");
        Assert.Equal([after, before], _book.Of("chest"));
    }

    [Fact]
    public void It_can_be_ended_and_asked_for_anew()
    {
        var ended = new List<Snooze>();
        _book.Ended += ended.Add;
        Assert.False(_book.End("chest", AlertKind.BeatPvc));
        var first = Snooze(AlertKind.BeatPvc, 30);
        _clock.Pass(TimeSpan.FromMinutes(20));
        Snooze(AlertKind.BeatPvc, 30);
        _clock.Pass(TimeSpan.FromMinutes(20));
        Assert.True(_book.IsSnoozed("chest", AlertKind.BeatPvc));
        Assert.True(_book.End("chest", AlertKind.BeatPvc));
        Assert.False(_book.IsSnoozed("chest", AlertKind.BeatPvc));
        Assert.NotEqual(first, Assert.Single(ended));
        Assert.Empty(_store.Snoozes.List());
    }

    [Theory]
    [InlineData("beat.pvc", 0, "minutes is 0; expected 1 to 1440 for beat.pvc")]
    [InlineData("beat.pvc", 1441, "minutes is 1441; expected 1 to 1440")]
    [InlineData("rhythm.asystole", 3, "minutes is 3; expected 1 to 2 for rhythm.asystole")]
    [InlineData("rhythm.vt", long.MaxValue, "expected 1 to 2 for rhythm.vt")]
    [InlineData("beat.other", 5, "kind is 'beat.other'; expected one of beat.anomaly")]
    [InlineData(null, 5, "kind is ''; expected one of")]
    public void What_cannot_be_snoozed_is_refused(string? kind, long minutes, string why)
    {
        Assert.Null(_book.Begin("chest", kind, minutes, out var problem));
        Assert.Contains(why, problem, StringComparison.Ordinal);
        Assert.Empty(_book.Of("chest"));
    }

    [Fact]
    public void An_urgent_kind_cannot_be_kept_quiet_by_asking_again()
    {
        Snooze(AlertKind.RhythmAsystole, 2);
        _clock.Pass(TimeSpan.FromMinutes(1));
        Assert.Null(_book.Begin("chest", AlertKind.RhythmAsystole, 2, out var problem));
        Assert.Contains("is snoozed already", problem, StringComparison.Ordinal);
        _clock.Pass(TimeSpan.FromMinutes(1.1));
        Snooze(AlertKind.RhythmAsystole, 1);
    }

    private Snooze Snooze(string kind, int minutes)
    {
        var snooze = _book.Begin("chest", kind, minutes, out var problem);
        Assert.Null(problem);
        return snooze!;
    }

    private SnoozeBook Open()
    {
        var book = new SnoozeBook(_store, _clock, _logs.For<SnoozeBook>());
        book.StartAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        return book;
    }

    private void Restart(TimeSpan away)
    {
        _book.Dispose();
        _store.Dispose();
        _clock.Step(away);
        _store = EcgStore.Open(_folder.Path);
        _book = Open();
    }
}
