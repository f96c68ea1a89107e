using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Recordings;

/// <summary>Holds a replay that runs as fast as it can to what both the store and the recorder keep up with.</summary>
public sealed class RecordedFlow(StoreFlow store, Lazy<SignalRecorder> recorder) : IFlowControl
{
    public void WaitForRoom(EcgChannel channel, CancellationToken cancellation)
    {
        store.WaitForRoom(channel, cancellation);
        recorder.Value.WaitForRoom(channel, cancellation);
    }
}
