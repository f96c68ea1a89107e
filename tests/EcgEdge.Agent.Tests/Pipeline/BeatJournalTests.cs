using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Tests.Pipeline;

public class BeatJournalTests
{
    [Fact]
    public void Every_reader_gets_every_beat_in_order()
    {
        var journal = new BeatJournal(8);
        Write(journal, 0, 5);
        foreach (var start in (long[])[0, 2])
        {
            var cursor = start;
            var beat = new BeatRecord();
            for (var expected = start; expected < 5; expected++)
            {
                Assert.True(journal.TryRead(ref cursor, beat, out var lost));
                Assert.Equal((expected, 0L), (beat.StartIndex, lost));
            }

            Assert.False(journal.TryRead(ref cursor, beat, out _));
        }
    }

    [Fact]
    public void What_was_overwritten_is_counted()
    {
        var journal = new BeatJournal(8);
        Write(journal, 0, 20);
        long cursor = 0;
        Assert.True(journal.TryRead(ref cursor, new BeatRecord(), out var lost));
        Assert.Equal((12L, 13L), (lost, cursor));
    }

    [Fact]
    public async Task A_reader_beside_a_fast_writer_sees_whole_beats_and_counts_the_rest()
    {
        var journal = new BeatJournal(16);
        const int last = 200_000;
        var writing = Task.Run(() => Write(journal, 0, last), TestContext.Current.CancellationToken);
        var beat = new BeatRecord();
        long cursor = 0, read = 0, missed = 0;
        while (cursor < last)
        {
            if (!journal.TryRead(ref cursor, beat, out var lost))
            {
                missed += lost;
                continue;
            }

            missed += lost;
            read++;
            Assert.Equal(cursor - 1, beat.StartIndex);
            Assert.All(beat.Window, v => Assert.Equal((float)(beat.StartIndex % 1000), v));
        }

        await writing;
        Assert.Equal(last, read + missed);
    }

    private static void Write(BeatJournal journal, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var beat = journal.Begin();
            beat.StartIndex = i;
            Array.Fill(beat.Window, i % 1000);
            journal.Publish();
        }
    }
}
