namespace EcgEdge.Acquisition.Protocols;

/// <summary>
/// CRC-16/CCITT-FALSE, called CRC-16/IBM-3740 in the RevEng catalogue: polynomial 0x1021, starts with 0xFFFF, nothing reflected, nothing
/// added at the end. Of "123456789" it is 0x29B1.
/// </summary>
public static class Crc16
{
    private const ushort Polynomial = 0x1021, Initial = 0xFFFF;

    private static readonly ushort[] s_table = MakeTable();

    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        var crc = Initial;
        foreach (var b in bytes) crc = (ushort)(crc << 8 ^ s_table[crc >> 8 ^ b]);
        return crc;
    }

    private static ushort[] MakeTable()
    {
        var table = new ushort[256];
        for (var i = 0; i < table.Length; i++)
        {
            var crc = (ushort)(i << 8);
            for (var bit = 0; bit < 8; bit++) crc = (ushort)((crc & 0x8000) != 0 ? crc << 1 ^ Polynomial : crc << 1);
            table[i] = crc;
        }

        return table;
    }
}
