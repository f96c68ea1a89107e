namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>Follows the control packets in a stream of MQTT, however it is cut into pieces.</summary>
internal sealed class MqttPackets
{
    /// <summary>PUBACK.</summary>
    public const int Acknowledgement = 4;

    private readonly List<byte> _packet = [];

    /// <summary>The packets that these bytes complete, without those of one type while they are to be left out.</summary>
    public byte[] Without(int type, ReadOnlySpan<byte> bytes, Func<bool> leavesOut)
    {
        var rest = new List<byte>();
        foreach (byte value in bytes)
        {
            _packet.Add(value);
            if (Length(_packet) != _packet.Count) continue;
            if (_packet[0] >> 4 != type || !leavesOut()) rest.AddRange(_packet);
            _packet.Clear();
        }

        return [.. rest];
    }

    /// <summary>Length of the packet that begins so; -1 while that is not known.</summary>
    private static int Length(List<byte> begun)
    {
        int remaining = 0;
        for (int i = 1; i < begun.Count; i++)
        {
            remaining |= (begun[i] & 0x7F) << (7 * (i - 1));
            if ((begun[i] & 0x80) == 0) return 1 + i + remaining;
        }

        return -1;
    }
}
