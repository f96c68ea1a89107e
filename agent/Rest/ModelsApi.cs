using EcgEdge.Agent.Pipeline;
using EcgEdge.Inference.Packs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EcgEdge.Agent.Rest;

/// <summary><c>models</c>: the packs at hand, those that cannot be used with the reason.</summary>
public static class ModelsApi
{
    public static void MapModels(this IEndpointRouteBuilder api) =>
        api.MapGet("/models", List).WithTags("models").WithSummary("The model packs at hand, with what their manifests say").WithEntityTag();

    private static Ok<IReadOnlyList<PackDto>> List(PackShelf packs, ChannelSet channels) => TypedResults.Ok<IReadOnlyList<PackDto>>([.. packs.Names.Select(name =>
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
    })]);
}
