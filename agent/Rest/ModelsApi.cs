using EcgEdge.Agent.Pipeline;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Rest;

/// <summary><c>models</c>: the packs at hand, those that cannot be used with the reason.</summary>
public static class ModelsApi
{
    public static void MapModels(this IEndpointRouteBuilder api) => api.MapGet("/models", List);

    private static IReadOnlyList<PackDto> List(PackShelf packs, ChannelSet channels) => [.. packs.Names.Select(name =>
    {
        try
        {
            return PackDto.Of(
                packs.Take(name, Precision.Int8).Manifest, [.. channels.All.Where(c => c.Pack?.Manifest.Pack == name).Select(c => c.Options.Name)]);
        }
        catch (PackException e)
        {
            return new PackDto(name, e.Message, [], []);
        }
    })];
}
