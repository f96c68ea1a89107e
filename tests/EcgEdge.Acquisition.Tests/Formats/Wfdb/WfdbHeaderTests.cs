using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Wfdb;

namespace EcgEdge.Acquisition.Tests.Formats.Wfdb;

public class WfdbHeaderTests
{
    [Fact]
    public void Every_field_is_read()
    {
        using var folder = new TempFolder();
        folder.Write("r.hea", "#first\nr 2 62.5/999.5(-3) 144 17:27:45 15/08/1994\n\nsub/r.dat 212x4:2+512 12.84(-1605)/mmHg 12 7 -943 -23651 512 ABP, left arm\nb 80\n# last\n");
        var header = WfdbHeader.Read(folder.File("r"));

        Assert.Equal(("r", 2, 62.5, 999.5, -3.0, 144L, "17:27:45", "15/08/1994"),
            (header.Name, header.SignalCount, header.FrameRateHz, header.CounterHz, header.BaseCounter, header.Length, header.BaseTime, header.BaseDate));
        Assert.Equal(new WfdbSignal("sub/r.dat", 212, 4, 2, 512, 12.84, -1605, "mmHg", 12, 7, -943, unchecked((ushort)-23651), 512, "ABP, left arm"), header.Signals[0]);
        Assert.Equal(new WfdbSignal("b", 80, 1, 0, 0, 200, 0, "mV", 0, 0, 0, null, 0, ""), header.Signals[1]);
        Assert.Equal(["first", "last"], header.Comments);
    }

    [Theory]
    [InlineData("", "r.hea: empty; expected a record line")]
    [InlineData("r 1 0 4\nr.dat 16\n", "r.hea, line 1: rate of 0 samples per second; expected 0.01 to 200000")]
    [InlineData("r 1 -5 4\nr.dat 16\n", "r.hea, line 1: rate of -5 samples per second; expected 0.01 to 200000")]
    [InlineData("r 1 1e9 4\nr.dat 16\n", "r.hea, line 1: rate of 1000000000 samples per second; expected 0.01 to 200000")]
    [InlineData("r 1 NaN 4\nr.dat 16\n", "r.hea, line 1: sampling frequency 'NaN' is not a number")]
    [InlineData("r -1 250 4\n", "r.hea, line 1: number of signals '-1'; expected a whole number, 0 to 4096")]
    [InlineData("r 2 250 4\nr.dat 16\n", "r.hea: 1 signal lines; the record line claims 2")]
    [InlineData("r 1 250 4\nr.dat 16 1e400\n", "r.hea, line 2: gain '1e400' is not a number")]
    [InlineData("r 1 250 4\nr.dat 16 200(1\n", "r.hea, line 2: gain '200(1'; expected a closing parenthesis")]
    [InlineData("r 1 250 4\nr.dat 516 200\n", "r.hea, signal 0: signal format 516 is unknown; expected one of 8, 16, 24, 32, 61, 80, 160, 212, 310, 311")]
    [InlineData("r 1 250 4\n../r.dat 16\n", "r.hea, signal 0: file '../r.dat' is not in the header's folder or one below it")]
    [InlineData("r 1 250 4\na/../../r.dat 16\n", "r.hea, signal 0: file 'a/../../r.dat' is not in the header's folder or one below it")]
    [InlineData("r 1 250 4\n/etc/passwd 16\n", "r.hea, signal 0: file '/etc/passwd' is not in the header's folder or one below it")]
    [InlineData("r 1 250 4\nC:\\r.dat 16\n", "r.hea, signal 0: file 'C:\\r.dat' is not in the header's folder or one below it")]
    [InlineData("r/1 1 250 4\n../s 4\n", "r.hea, segment ../s: file '../s' is not in the header's folder or one below it")]
    [InlineData("r/1 1 250 4\nnone 4\n", "r.hea: header of segment none does not exist")]
    [InlineData("r/1 1 250 4\nr 4\n", "r.hea: a segment that has segments itself")]
    [InlineData("r 1 250 4\nno.dat 16\n", "r.hea: signal file no.dat does not exist")]
    [InlineData("r 1 250 5000000000\nr.dat 16\n", "r.dat: 8 bytes; r.hea claims 5000000000 samples per signal, which take 10000000000")]
    [InlineData("r 1 250 5\nr.dat 16\n", "r.dat: 8 bytes; r.hea claims 5 samples per signal, which take 10")]
    [InlineData("r 1 250 4\nr.dat 16+9\n", "r.dat: 8 bytes; r.hea claims 4 samples per signal, which take 17")]
    [InlineData("r 1 250 4\nr.d\0t 16\n", "r.hea, line 2: NUL byte; expected text")]
    [InlineData("../r 1 250 4\nr.dat 16\n", "r.hea, line 1: number of segments 'r'; expected a whole number, 1 to 100000")]
    public void A_hostile_header_is_refused_with_the_place(string text, string message)
    {
        using var folder = new TempFolder();
        folder.Write("r.dat", new byte[8]);
        folder.Write("r.hea", text);

        Assert.Equal(message, Assert.Throws<EcgFormatException>(() => WfdbRecord.Open(folder.File("r"))).Message);
    }

    [Fact]
    public void Gaps_of_ten_gigabytes_are_refused_before_memory_is_taken()
    {
        using var folder = new TempFolder();
        folder.Write("s.dat", new byte[8]);
        folder.Write("s.hea", "s 1 250 4\ns.dat 16 200 16 0 0 0 0 I\n");
        folder.Write("r.hea", "r/2 1 250 2500000004\ns 4\n~ 2500000000\n");
        var record = WfdbRecord.Open(folder.File("r"));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<EcgFormatException>(() => record.ReadMillivolts(0));
        Assert.Contains("2500000004 samples claimed", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_line_without_end_is_refused()
    {
        using var folder = new TempFolder();
        folder.Write("r.hea", new string('x', 3 << 20));
        Assert.Equal("r.hea, line 1: longer than 1048576 characters", Assert.Throws<EcgFormatException>(() => WfdbHeader.Read(folder.File("r"))).Message);
    }
}
