namespace EcgEdge.Acquisition.Tests.Devices;

/// <summary>Tests that share the one played kernel take turns.</summary>
[CollectionDefinition(nameof(PlayedKernel), DisableParallelization = true)]
public sealed class PlayedKernelTurns;
