using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EcgEdge.Acquisition.Devices.Serial;

/// <summary><c>struct termios2</c>: the settings of a serial line, with its speed as a number rather than one of a list.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Terminal
{
    private const uint OtherSpeed = 0x1000, EightBits = 0x30, Receive = 0x80, IgnoreModemLines = 0x800;
    private const int Time = 5, Minimum = 6;

    public uint Input, Output, Control, Local;
    public byte Discipline;
    public ControlCharacters Characters;
    public uint InputSpeed, OutputSpeed;

    /// <summary>Every byte comes through as it is: no echo, no lines, no signals, no flow control; a read without bytes says so.</summary>
    public void MakeRaw(uint baud)
    {
        (Input, Output, Local) = (0, 0, 0);
        Control = EightBits | Receive | IgnoreModemLines | OtherSpeed | OtherSpeed << 16;
        (InputSpeed, OutputSpeed) = (baud, baud);
        Characters[Time] = 0;
        // At least one byte: 0 bytes then always means that the line was hung up.
        Characters[Minimum] = 1;
    }

    [InlineArray(19)]
    public struct ControlCharacters
    {
        private byte _first;
    }
}
