namespace EcgEdge.Agent.Pipeline;

/// <summary>Holds back sources that have no clock of their own while what they produced is still being stored.</summary>
public interface IFlowControl
{
    /// <summary>Returns when there is room for more of this channel's beats and alerts.</summary>
    void WaitForRoom(EcgChannel channel, CancellationToken cancellation);
}
