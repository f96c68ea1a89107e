using EcgEdge.Agent.Alerts;

namespace EcgEdge.Agent.Pipeline;

/// <summary>Takes alerts and strips from a pipeline. Called on the pipeline's thread: must not block and must not lose anything.</summary>
public interface IAlertSink
{
    void Take(Alert alert);

    void Take(Strip strip);
}
