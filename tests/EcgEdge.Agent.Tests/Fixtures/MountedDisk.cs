using System.Globalization;

namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>A real file system of its own for one test; needs the right to mount, else the test is skipped.</summary>
internal sealed class MountedDisk : IAsyncDisposable
{
    private readonly TempDirectory _place = new(), _images = new();
    private FileStream? _ballast;

    public string Path => _place.Path;

    private string Image => _images["disk"];

    /// <summary>A disk in memory.</summary>
    public static Task<MountedDisk> InMemoryAsync(int kilobytes) =>
        NewAsync(disk => disk.MountAsync("-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={kilobytes}k"), "tmpfs"));

    /// <summary>A disk with ext4, as an SD card has it.</summary>
    public static Task<MountedDisk> Ext4Async()
    {
        Assert.SkipWhen(ChildProcess.Find("mkfs.ext4") is null, "mkfs.ext4 is not installed (sudo apt install e2fsprogs).");
        return NewAsync(async disk =>
        {
            await using (var image = File.Create(disk.Image)) image.SetLength(16 << 20);
            await ChildProcess.RunAsync(ChildProcess.Find("mkfs.ext4")!, "-q", disk.Image);
            await disk.MountAsync("-o", "loop", disk.Image);
        });
    }

    /// <summary>Fills it to the last byte.</summary>
    public void Fill()
    {
        _ballast = new FileStream(_place["ballast"], FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (byte[] block = new byte[4096]; ;) _ballast.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Makes room again.</summary>
    public void Free()
    {
        _ballast?.Dispose();
        File.Delete(_place["ballast"]);
    }

    /// <summary>Makes the kernel turn it read-only under whoever has files open on it, as it does after an error of the medium.</summary>
    public Task FailAsync() => MountAsync("-o", "remount,abort");

    /// <summary>Mounts a copy of it in its place, as after a repair; files that are still open lie on the old one.</summary>
    public async Task RepairAsync()
    {
        await ChildProcess.RunAsync("umount", "-l", Path);
        File.Copy(Image, Image + "-copy");
        await MountAsync("-o", "loop", Image + "-copy");
    }

    public async ValueTask DisposeAsync()
    {
        _ballast?.Dispose();
        await ChildProcess.RunAsync("umount", "-l", Path);
        _place.Dispose();
        _images.Dispose();
    }

    private static async Task<MountedDisk> NewAsync(Func<MountedDisk, Task> mount)
    {
        Assert.SkipUnless(Environment.UserName == "root", "Mounting takes root's rights.");
        var disk = new MountedDisk();
        try
        {
            await mount(disk);
            return disk;
        }
        catch (Xunit.Sdk.XunitException e)
        {
            disk._place.Dispose();
            disk._images.Dispose();
            throw Xunit.Sdk.SkipException.ForSkip($"Mounting is not permitted here: {e.Message}");
        }
    }

    private Task MountAsync(params string[] arguments) => ChildProcess.RunAsync("mount", [.. arguments, Path]);
}
