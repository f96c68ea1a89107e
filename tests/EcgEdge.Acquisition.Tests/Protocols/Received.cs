using EcgEdge.Acquisition.Protocols;
using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Tests.Protocols;

/// <summary>Keeps what a decoder tells, with the index each sample gets.</summary>
internal sealed class Received : IFrontEndListener
{
    public List<(long Index, int Counts, LeadState Leads)> Samples { get; } = [];

    public long Next { get; private set; }

    public long Lost { get; private set; }

    public int Restarts { get; private set; }

    public long Garbled { get; private set; }

    public void OnSample(int counts, LeadState leads) => Samples.Add((Next++, counts, leads));

    public void OnLost(long samples)
    {
        Lost += samples;
        Next += samples;
    }

    public void OnRestart() => Restarts++;

    public void OnGarbled(int bytes) => Garbled += bytes;
}
