namespace EcgEdge.Agent.Pipeline;

/// <summary>What a <see cref="Journal{T}"/> holds.</summary>
public interface IJournalRecord<in T>
{
    /// <summary>Copies everything; may see a record that is being written, in which case the copy is thrown away.</summary>
    void CopyTo(T other);
}
