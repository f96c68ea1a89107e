using System.Runtime.InteropServices;

namespace EcgEdge.Acquisition.Devices.I2c;

/// <summary><c>struct i2c_rdwr_ioctl_data</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct I2cTransaction
{
    public nint Messages;
    public uint Count;
}
