namespace EcgEdge.Agent.Rest;

/// <summary><c>/openapi/v1.json</c>.</summary>
public static class OpenApiApi
{
    public static void MapOpenApiDocument(this IEndpointRouteBuilder app) => app
        .MapGet($"/openapi/{ApiDocument.Name}.json", async (ApiDocument document) => Results.Bytes(await document.JsonAsync(), "application/json"))
        .ExcludeFromDescription().WithEntityTag();
}
