namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>Tests that watch the memory of the whole process run apart: what others use would be counted as theirs.</summary>
[CollectionDefinition(nameof(WatchedMemory), DisableParallelization = true)]
public static class WatchedMemory;
