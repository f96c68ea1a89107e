using System.Globalization;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Tests;

namespace EcgEdge.Acquisition.Tests.Formats.Wfdb;

public class WfdbAnnotationsTests
{
    [Fact]
    public void All_mitbih_annotation_files_survive_a_round_trip_byte_for_byte()
    {
        using var folder = new TempFolder();
        var files = Directory.GetFiles(Path.GetDirectoryName(TestData.Require("mitdb", "101.atr"))!, "*.atr");
        Assert.Equal(24, files.Length);
        foreach (var file in files)
        {
            WfdbAnnotations.Read(file).Write(folder.File("copy.atr"));
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(folder.File("copy.atr")));
        }
    }

    [Theory]
    [InlineData("03700181.gqrsh", 500.0)]
    [InlineData("03700181.gqrsl", null)]
    [InlineData("03700181.sqrs", 250.0)]
    public void Files_of_the_original_detectors_survive_byte_for_byte_with_their_own_rate(string name, double? rate)
    {
        using var folder = new TempFolder();
        var file = TestData.Require("formats", name);
        var annotations = WfdbAnnotations.Read(file);
        annotations.Write(folder.File("copy"));

        Assert.Equal(rate, annotations.SampleRateHz);
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(folder.File("copy")));
    }

    [Fact]
    public void Codes_a_file_defines_for_itself_are_read_and_written()
    {
        using var folder = new TempFolder();
        var annotations = WfdbAnnotations.Read(TestData.Require("formats", "1003.atr"));
        annotations.Write(folder.File("copy"));
        var copy = WfdbAnnotations.Read(folder.File("copy"));

        Assert.Contains(new WfdbCodeDefinition(15, "c", "calibration pulse"), annotations.Definitions);
        Assert.Equal(annotations.Definitions, copy.Definitions);
        Assert.Equal(annotations.Items, copy.Items);
        Assert.DoesNotContain(annotations.Items, a => a.Auxiliary.StartsWith("##", StringComparison.Ordinal));
    }

    [Fact]
    public void What_rdann_prints_for_record_100_comes_back_after_a_round_trip()
    {
        using var folder = new TempFolder();
        var lines = File.ReadAllLines(TestData.Require("formats", "expected", "ann-1"));
        new WfdbAnnotations([.. lines.Select(Parse)]).Write(folder.File("100.atr"));
        var read = WfdbAnnotations.Read(folder.File("100.atr"));

        Assert.Equal(lines, read.Items.Select(Print));
        Assert.Equal(2273, read.Beats.Count());
        Assert.Equal(33, read.Items.Count(a => WfdbCode.Aami(a.Code) == AamiClass.S));
    }

    [Fact]
    public void Every_field_and_any_interval_survive()
    {
        using var folder = new TempFolder();
        var items = Enumerable.Range(1, WfdbCode.Max).Select(code => new WfdbAnnotation(code * 1023L, code, (sbyte)(code - 25), (byte)(code * 5), (sbyte)-code, new string('a', code))).ToList();
        items.Add(new WfdbAnnotation(20_000_000_000, 1));
        items.Add(new WfdbAnnotation(3, 5, -128, 255, 127, new string('\u00ff', 255)));
        items.Add(new WfdbAnnotation(1027, 1));
        items.Add(new WfdbAnnotation(1026, 1));
        var all = new WfdbAnnotations(items, 128.5, [new WfdbCodeDefinition(42, "x2", "a new one")]);
        all.Write(folder.File("a.atr"));
        var read = WfdbAnnotations.Read(folder.File("a.atr"));

        Assert.Equal(items, read.Items);
        Assert.Equal(128.5, read.SampleRateHz);
        Assert.Equal(all.Definitions, read.Definitions);
    }

    [Theory]
    [InlineData(new byte[] { }, "a.atr: ends at byte 0; expected an annotation or the end mark")]
    [InlineData(new byte[] { 5, 4 }, "a.atr: ends at byte 2; expected an annotation or the end mark")]
    [InlineData(new byte[] { 5, 4, 7 }, "a.atr: ends at byte 3; expected an annotation or the end mark")]
    [InlineData(new byte[] { 0, 0xec, 0, 0, 1 }, "a.atr: ends at byte 5; expected the interval of a SKIP")]
    [InlineData(new byte[] { 5, 4, 9, 0xfc, 65 }, "a.atr: ends at byte 5; expected the text of an AUX")]
    [InlineData(new byte[] { 5, 4, 0, 0xfd, 65 }, "a.atr, byte 2: AUX of 256 bytes; at most 255")]
    [InlineData(new byte[] { 1, 0xf0, 0, 0 }, "a.atr, byte 0: NUM without an annotation before it")]
    [InlineData(new byte[] { 1, 0xd0, 0, 0 }, "a.atr, byte 0: annotation code 52; expected 1 to 49")]
    [InlineData(new byte[] { 5, 4, 0, 0, 5, 4 }, "a.atr, byte 4: data after the end mark")]
    public void A_broken_file_is_refused_with_the_byte(byte[] bytes, string message)
    {
        using var folder = new TempFolder();
        Assert.Equal(message, Assert.Throws<EcgFormatException>(() => WfdbAnnotations.Read(folder.Write("a.atr", bytes))).Message);
    }

    [Fact]
    public void Beat_codes_are_those_of_the_aami_standard()
    {
        Assert.Equal("NLRBejn".Order(), Mnemonics(AamiClass.N));
        Assert.Equal("aJAS".Order(), Mnemonics(AamiClass.S));
        Assert.Equal("VEr".Order(), Mnemonics(AamiClass.V));
        Assert.Equal("F".Order(), Mnemonics(AamiClass.F));
        Assert.Equal("/fQ?".Order(), Mnemonics(AamiClass.Q));
        Assert.Equal(Enumerable.Range(0, 50), Enumerable.Range(0, 50).Select(c => WfdbCode.Find(WfdbCode.Mnemonic(c))));

        static IEnumerable<char> Mnemonics(AamiClass wanted) =>
            Enumerable.Range(0, WfdbCode.Max + 1).Where(c => WfdbCode.Aami(c) == wanted).Select(c => WfdbCode.Mnemonic(c)[0]).Order();
    }

    private static WfdbAnnotation Parse(string line)
    {
        var fields = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return new WfdbAnnotation(
            long.Parse(fields[1], CultureInfo.InvariantCulture), WfdbCode.Find(fields[2]), sbyte.Parse(fields[3], CultureInfo.InvariantCulture),
            byte.Parse(fields[4], CultureInfo.InvariantCulture), sbyte.Parse(fields[5], CultureInfo.InvariantCulture), fields.Length > 6 ? fields[6] : "");
    }

    private static string Print(WfdbAnnotation a)
    {
        var time = TimeSpan.FromMilliseconds((long)(a.Sample * 1000 / 360.0 + 0.5));
        var clock = string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes,5}:{time.Seconds:00}.{time.Milliseconds:000}");
        var text = a.Auxiliary.Length > 0 ? "\t" + a.Auxiliary : "";
        return string.Create(CultureInfo.InvariantCulture, $"{clock} {a.Sample,8} {a.Mnemonic,5} {a.Subtype,4} {a.Channel,4} {a.Number,4}{text}");
    }
}
