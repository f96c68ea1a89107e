using EcgEdge.Agent.Recordings;

namespace EcgEdge.Agent.Tests.Recordings;

public sealed class SegmentNameTests
{
    [Theory]
    [InlineData("chest", "chest")]
    [InlineData("ward-3_bed", "ward-3_bed")]
    [InlineData("..", "___")]
    [InlineData("Bett\u00e4", "Bett__")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789", "abcdefghijklmnopqrst_")]
    public void A_channel_has_a_folder_that_is_a_plain_name(string channel, string begin)
    {
        var folder = SegmentName.Folder(channel);
        Assert.StartsWith(begin, folder, StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9_-]+$", folder);
        var record = SegmentName.Record(channel, DateTimeOffset.UtcNow);
        Assert.Matches("^[A-Za-z0-9_]{17,47}$", record);
        Assert.True(SegmentName.IsRecord(folder, record) && SegmentName.IsRecord(folder, SegmentName.Numbered(record, 2)));
    }

    [Fact]
    public void Channels_that_look_alike_do_not_share_a_folder() =>
        Assert.Equal(4, new[] { "a_b", "a.b", "a:b", "a\\b" }.Select(SegmentName.Folder).Distinct().Count());

    [Theory]
    [InlineData("chest_20261125T100000Z", true)]
    [InlineData("chest_20261125T100000Z_12", true)]
    [InlineData("chest_20261125T100000Z_", false)]
    [InlineData("chest_20261125T100000Z\n", false)]
    [InlineData("other_20261125T100000Z", false)]
    [InlineData("chest_../../etc/passwd", false)]
    public void Only_our_own_names_are_taken(string name, bool expected) => Assert.Equal(expected, SegmentName.IsRecord("chest", name));
}
