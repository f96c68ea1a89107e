using EcgEdge.Agent.Recordings;

namespace EcgEdge.Agent.Tests.Recordings;

public sealed class TimeRangeTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("10m", "2026-11-25T09:50:00Z", "2026-11-25T10:00:00Z")]
    [InlineData("1.5s", "2026-11-25T09:59:58.5Z", "2026-11-25T10:00:00Z")]
    [InlineData("2h", "2026-11-25T08:00:00Z", "2026-11-25T10:00:00Z")]
    [InlineData("2026-11-25T10:00:00Z..2026-11-25T10:05:00.25Z", "2026-11-25T10:00:00Z", "2026-11-25T10:05:00.25Z")]
    [InlineData("2026-11-25T10:00..2026-11-25T12:05:00+02:00", "2026-11-25T10:00:00Z", "2026-11-25T10:05:00Z")]
    public void Ranges_are_read(string text, string from, string to)
    {
        Assert.True(TimeRange.TryParse(text, s_now, out var range));
        Assert.Equal((DateTimeOffset.Parse(from, null), DateTimeOffset.Parse(to, null)), (range.From, range.To));
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("0m")]
    [InlineData("5")]
    [InlineData("5y")]
    [InlineData("NaNs")]
    [InlineData("99999999999d")]
    [InlineData("a..b")]
    [InlineData("2026-11-25T10:00:00Z..")]
    public void What_is_no_range_is_refused(string text) => Assert.False(TimeRange.TryParse(text, s_now, out _));

    [Fact]
    public void A_range_has_an_end_after_its_begin_and_a_day_at_most()
    {
        Assert.Null(new TimeRange(s_now, s_now.AddHours(24)).Problem);
        Assert.NotNull(new TimeRange(s_now, s_now).Problem);
        Assert.NotNull(new TimeRange(s_now, s_now.AddHours(24.1)).Problem);
    }
}
