using EcgEdge.Agent.Options;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Rest;

/// <summary><c>models</c>: the manifests of the packs at hand.</summary>
public static class ModelsApi
{
    public static void MapModels(this IEndpointRouteBuilder api) =>
        api.MapGet("/models", (AgentOptions options) =>
        {
            var folder = options.Models.Directory;
            IReadOnlyList<PackManifest> manifests = [.. PackLoader.List(folder).Select(p => PackLoader.Load(folder, p, Precision.Int8).Manifest)];
            return manifests;
        });
}
