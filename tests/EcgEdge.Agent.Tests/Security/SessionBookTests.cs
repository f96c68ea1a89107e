using EcgEdge.Agent.Security;
using EcgEdge.Agent.Tests.Fixtures;
using Microsoft.Extensions.Logging;

namespace EcgEdge.Agent.Tests.Security;

public sealed class SessionBookTests : IDisposable
{
    private static readonly TimeSpan s_age = TimeSpan.FromHours(10);

    private readonly TempDirectory _folder = new();
    private readonly SteppedClock _clock = new();
    private readonly CapturingLogs _logs = new();
    private readonly TokenBook _tokens;
    private readonly AccessToken _token;

    public SessionBookTests()
    {
        _tokens = new TokenBook(_folder.Path, _clock);
        _token = _tokens.Find(_tokens.Add("tablet"))!;
    }

    public void Dispose()
    {
        _logs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_session_outlives_a_restart_and_its_secret_is_not_kept()
    {
        var secret = Book().Open(_token);
        Assert.Equal("tablet", Book().Find(secret)!.Name);
        Assert.Null(Book().Find(secret[1..]));
        var file = _folder[SessionBook.FileName];
        Assert.DoesNotContain(secret, File.ReadAllText(file), StringComparison.Ordinal);
        FileModes.AssertOwnerOnly(file);
    }

    [Fact]
    public void A_session_ends_by_its_age()
    {
        var book = Book();
        var secret = book.Open(_token);
        _clock.Pass(s_age - TimeSpan.FromSeconds(1));
        Assert.NotNull(book.Find(secret));
        _clock.Pass(TimeSpan.FromSeconds(1));
        Assert.Null(book.Find(secret));
    }

    [Fact]
    public void A_session_ends_with_its_token_even_where_another_takes_its_name()
    {
        var book = Book();
        var secret = book.Open(_token);
        _tokens.Remove("tablet");
        Assert.Null(book.Find(secret));
        _tokens.Add("tablet");
        Assert.Null(book.Find(secret));
    }

    [Fact]
    public void A_closed_session_stays_closed_and_leaves_the_others()
    {
        var book = Book();
        var (closed, other) = (book.Open(_token), book.Open(_token));
        book.Close(closed);
        Assert.Null(Book().Find(closed));
        Assert.NotNull(Book().Find(other));
    }

    [Fact]
    public void There_are_only_so_many_sessions()
    {
        var book = Book();
        var first = book.Open(_token);
        var second = book.Open(_token);
        for (var i = 0; i < 199; i++) book.Open(_token);
        Assert.Null(book.Find(first));
        Assert.NotNull(book.Find(second));
    }

    [Fact]
    public void A_damaged_file_logs_everybody_out_and_says_so()
    {
        var secret = Book().Open(_token);
        File.WriteAllText(_folder[SessionBook.FileName], "[{");
        Assert.Null(Book().Find(secret));
        Assert.Contains(_logs.Entries, e => e.Level == LogLevel.Warning && e.Text.Contains("everybody logs in again", StringComparison.Ordinal));
    }

    private SessionBook Book() => new(_folder.Path, _tokens, s_age, _clock, _logs.For<SessionBook>());
}
