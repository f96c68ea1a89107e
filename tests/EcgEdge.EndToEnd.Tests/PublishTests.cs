using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Tests;

namespace EcgEdge.EndToEnd.Tests;

public sealed class PublishTests : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_portable_publish_carries_the_runtime_for_both_architectures_the_models_and_the_page()
    {
        await ChildProcess.RunAsync(
            "dotnet", "publish", Path.Combine(TestData.Root, "agent"), "-c", Configuration, "--no-build", "-o", _folder.Path, "-v", "quiet");

        // Machine types of the ELF header: 0x3E is x86-64, 0xB7 AArch64.
        Assert.Equal(0x3E, ElfMachine(Path.Combine(_folder.Path, "runtimes", "linux-x64", "native", "libonnxruntime.so")));
        Assert.Equal(0xB7, ElfMachine(Path.Combine(_folder.Path, "runtimes", "linux-arm64", "native", "libonnxruntime.so")));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "models", "ecg5000", "manifest.json")));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "wwwroot", "index.html")));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "ecgedge.dll")));
    }

    private static int ElfMachine(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> header = stackalloc byte[20];
        file.ReadExactly(header);
        Assert.Equal("\u007fELF"u8.ToArray(), header[..4].ToArray());
        return header[18] | (header[19] << 8);
    }
}
