using EcgEdge.Acquisition.Devices.Linux;

namespace EcgEdge.Acquisition.Devices.I2c;

/// <summary>A chip behind Linux's i2c-dev.</summary>
public sealed unsafe class I2cBus : II2cBus
{
    private const nuint ReadWrite = 0x0707;

    private readonly DeviceFile _file;
    private readonly ushort _address;

    private I2cBus(DeviceFile file, ushort address)
    {
        _file = file;
        _address = address;
    }

    /// <param name="path">Node such as /dev/i2c-1.</param>
    /// <param name="address">The chip's address, 7 bits.</param>
    /// <exception cref="IOException">It is not there or not ours to open. Whether a chip answers shows with the first message.</exception>
    public static I2cBus Open(string path, int address)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(address, 0x08);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address, 0x77);
        return new I2cBus(DeviceFile.Open(path), (ushort)address);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* from = bytes)
        {
            var message = new I2cMessage { Address = _address, Length = (ushort)bytes.Length, Buffer = (nint)from };
            Send(&message, 1);
        }
    }

    public void WriteRead(ReadOnlySpan<byte> send, Span<byte> receive)
    {
        fixed (byte* from = send, to = receive)
        {
            var messages = stackalloc I2cMessage[2]
            {
                new I2cMessage { Address = _address, Length = (ushort)send.Length, Buffer = (nint)from },
                new I2cMessage { Address = _address, Flags = I2cMessage.Read, Length = (ushort)receive.Length, Buffer = (nint)to },
            };
            Send(messages, 2);
        }
    }

    public void Dispose() => _file.Dispose();

    private void Send(I2cMessage* messages, uint count)
    {
        var transaction = new I2cTransaction { Messages = (nint)messages, Count = count };
        _file.Control(ReadWrite, &transaction, $"no answer from 0x{_address:x2}");
    }
}
