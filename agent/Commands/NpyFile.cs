using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace EcgEdge.Agent.Commands;

/// <summary>Writes a matrix of single precision as NumPy reads it: format version 1.0 of "NEP 1, a simple file format for NumPy arrays".</summary>
internal static class NpyFile
{
    private const int HeaderMultiple = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Writes rows of equal length, little-endian, row after row.</summary>
    public static void Write(string path, IReadOnlyList<float[]> rows, int columns)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("matrices are written on little-endian machines only");
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows.Count}, {columns}), }}";
        var prefix = Magic.Length + sizeof(ushort);
        var length = (prefix + header.Length + 1 + HeaderMultiple - 1) / HeaderMultiple * HeaderMultiple - prefix;
        using var file = File.Create(path);
        file.Write(Magic);
        Span<byte> size = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(size, (ushort)length);
        file.Write(size);
        file.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + '\n'));
        foreach (var row in rows) file.Write(MemoryMarshal.AsBytes(row.AsSpan(0, columns)));
    }
}
