using System.Buffers.Binary;

namespace EcgEdge.Acquisition.Devices.Linux;

/// <summary>What a device's name stands for now, links followed: a device plugged in again is another node even under the same name.</summary>
/// <param name="Inode">Number of the node; 0 when there is none.</param>
/// <param name="Major">Kind of device.</param>
/// <param name="Minor">Which one of its kind.</param>
internal readonly record struct DeviceNode(ulong Inode, uint Major, uint Minor)
{
    private const int CurrentFolder = -100, StatusLength = 256, InodeAt = 32, MajorAt = 128, MinorAt = 132;
    private const int ReadAndWrite = 6;
    private const uint InodeWanted = 0x100;

    /// <summary>Whether this user may read and write a node; nothing is opened.</summary>
    public static bool MayOpen(string path) => LibC.Access(path, ReadAndWrite) == 0;

    /// <summary>The node of this name; the default when there is none.</summary>
    public static unsafe DeviceNode Of(string path)
    {
        var status = stackalloc byte[StatusLength];
        if (LibC.Status(CurrentFolder, path, 0, InodeWanted, status) < 0) return default;
        var bytes = new ReadOnlySpan<byte>(status, StatusLength);
        return new DeviceNode(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[InodeAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[MajorAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[MinorAt..]));
    }
}
