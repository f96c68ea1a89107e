using System.Runtime.InteropServices;

namespace EcgEdge.Acquisition.Devices.I2c;

/// <summary><c>struct i2c_msg</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct I2cMessage
{
    public const ushort Read = 1;

    public ushort Address, Flags, Length;
    public nint Buffer;
}
