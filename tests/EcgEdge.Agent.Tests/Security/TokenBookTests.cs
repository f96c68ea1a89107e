using EcgEdge.Agent.Security;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Security;

public sealed class TokenBookTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly SteppedClock _clock = new();

    private string File => _folder[TokenBook.FileName];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_token_is_known_by_its_secret_alone_and_the_secret_is_not_kept()
    {
        var book = Book();
        var secret = book.Add("ward display");
        Assert.StartsWith(TokenBook.Prefix, secret, StringComparison.Ordinal);
        Assert.Equal(TokenBook.Prefix.Length + 43, secret.Length);
        Assert.Equal("ward display", book.Find(secret)!.Name);
        Assert.Null(book.Find(secret[..^1]));
        Assert.Null(book.Find(secret + "A"));
        Assert.Null(book.Find(""));
        Assert.Null(book.Find(new string('x', 1_000_000)));
        var text = System.IO.File.ReadAllText(File);
        Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[TokenBook.Prefix.Length..], text, StringComparison.Ordinal);
        Assert.Contains("ward display", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_owner_may_read_the_file()
    {
        Book().Add("a");
        FileModes.AssertOwnerOnly(File);
    }

    [Fact]
    public void Another_book_sees_at_once_what_is_added_and_removed()
    {
        var (agent, command) = (Book(), Book());
        Assert.Empty(agent.All);
        var (a, b) = (command.Add("a"), command.Add("b"));
        Assert.Equal(["a", "b"], agent.All.Select(t => t.Name));
        command.Remove("a");
        Assert.Null(agent.Find(a));
        Assert.NotNull(agent.Find(b));
        command.Remove("b");
        Assert.Empty(agent.All);
    }

    [Theory]
    [InlineData("a", "there is a token 'a' already")]
    [InlineData("", "1 to 64 printable characters")]
    [InlineData(" ", "1 to 64 printable characters")]
    [InlineData("x\ny", "1 to 64 printable characters")]
    public void A_name_that_cannot_be_used_is_refused(string name, string expected)
    {
        var book = Book();
        book.Add("a");
        Assert.Contains(expected, Assert.Throws<TokenException>(() => book.Add(name)).Message, StringComparison.Ordinal);
        Assert.Single(book.All);
    }

    [Fact]
    public void Removing_what_is_not_there_names_what_is()
    {
        var book = Book();
        book.Add("a");
        Assert.Equal("there is no token 'b'; there is: a", Assert.Throws<TokenException>(() => book.Remove("b")).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("[{\"name\":null,\"hash\":\"00\",\"createdAt\":\"2026-01-01T00:00:00Z\"}]")]
    [InlineData("[{\"name\":\"a\"")]
    public void A_damaged_file_lets_nobody_in_and_is_left_as_it_is(string text)
    {
        System.IO.File.WriteAllText(File, text);
        var book = Book();
        Assert.Contains(File, Assert.Throws<TokenException>(() => book.Find("x")).Message, StringComparison.Ordinal);
        Assert.Throws<TokenException>(() => book.Add("a"));
        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }

    private TokenBook Book() => new(_folder.Path, _clock);
}
