namespace EcgEdge.Agent.Tests.Options;

/// <summary>Tests that set or read environment variables of this process run one after another.</summary>
[CollectionDefinition(nameof(ProcessEnvironment))]
public sealed class ProcessEnvironment;
