using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.EndToEnd.Tests;

public sealed class WindowsCommandTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("around-r")]
    [InlineData("r-to-r")]
    public async Task Windows_and_their_table_agree_with_the_reference(string kind)
    {
        var heart = new SyntheticHeart(new SyntheticHeartOptions { SampleRateHz = 360 }).Record(TimeSpan.FromSeconds(60));
        WfdbWriter.Write(_folder.Path, "heart", 360, [heart.Millivolts], new WfdbWriterOptions { Leads = ["ECG"] });
        // A reference beat where there is none: it is missed.
        var normal = WfdbCode.Find("N");
        var reference = heart.Beats.Select(b => new WfdbAnnotation(b.Index, normal)).ToList();
        reference.Insert(10, new WfdbAnnotation((reference[9].Sample + reference[10].Sample) / 2, WfdbCode.Find("V")));
        new WfdbAnnotations([.. reference]).Write(_folder["heart.atr"]);

        var (exitCode, _, error) = await EcgEdgeProgram.RunAsync("windows", _folder["heart"], "--kind", kind, "--out", _folder.Path);
        Assert.True(exitCode == 0, error);

        var table = await File.ReadAllLinesAsync(_folder["heart.windows.csv"], TestContext.Current.CancellationToken);
        Assert.Equal("sample,next_sample,rr_before_s,rr_after_s,quality,mean_mv,scale_mv,reference,missed_before", table[0]);
        var rows = table.Skip(1).Select(l => l.Split(',')).Where(r => r[0].Length > 0).ToList();
        Assert.InRange(rows.Count, heart.Beats.Count - 4, heart.Beats.Count);
        Assert.All(rows, r => Assert.Equal("N", r[7]));
        Assert.Single(rows, r => r[8].Contains('V', StringComparison.Ordinal));

        var windows = ReadNpy(await File.ReadAllBytesAsync(_folder["heart.windows.npy"], TestContext.Current.CancellationToken), rows.Count);
        foreach (var window in windows.Chunk(140))
        {
            Assert.Equal(0, window.Average(), 1e-4);
            Assert.Equal(1, Math.Sqrt(window.Sum(v => (double)v * v) / 139), 1e-3);
        }
    }

    private static float[] ReadNpy(byte[] bytes, int rows)
    {
        Assert.Equal("\u0093NUMPY\u0001\0", Encoding.Latin1.GetString(bytes, 0, 8));
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        Assert.Equal(0, (10 + length) % 64);
        Assert.Contains($"'shape': ({rows}, 140)", Encoding.ASCII.GetString(bytes, 10, length), StringComparison.Ordinal);
        var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + length)).ToArray();
        Assert.Equal(rows * 140, values.Length);
        return values;
    }
}
