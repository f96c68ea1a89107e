namespace EcgEdge.Inference;

/// <summary>The models gave no usable answer for a beat. There is no verdict then: a failure is a state, never a label.</summary>
public sealed class InferenceException : Exception
{
    public InferenceException(string message)
        : base(message)
    {
    }

    public InferenceException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public InferenceException()
    {
    }
}
