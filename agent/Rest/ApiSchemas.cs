using EcgEdge.Agent.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EcgEdge.Agent.Rest;

/// <summary>What the OpenAPI document cannot know from the types alone.</summary>
internal static class ApiSchemas
{
    /// <summary>Numbers and times have converters of our own, which tell no schema.</summary>
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = context.JsonTypeInfo.Type;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var orNull = plain != type && context.ParameterDescription is null ? JsonSchemaType.Null : default;
        if (plain == typeof(double))
            (schema.Type, schema.Format) = (JsonSchemaType.Number | orNull, "double");
        else if (plain == typeof(float))
            // Samples: a missing one is NaN here and null in JSON.
            (schema.Type, schema.Format) = (JsonSchemaType.Number | JsonSchemaType.Null, "float");
        else if (plain == typeof(DateTimeOffset))
            (schema.Type, schema.Format) = (JsonSchemaType.String | orNull, "date-time");
        return Task.CompletedTask;
    }

    /// <summary>Every operation may be refused or fail; what is open to all needs no token.</summary>
    public static Task DescribeOperationAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "What is wrong: 401 without access, 403 for a foreign page, 429 for too many requests, 500 for a fault of the agent, 503 when store or tokens cannot be used",
            Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), context.Document) } },
        };
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<OpenToAll>().Any()) operation.Security = [];
        return Task.CompletedTask;
    }

    /// <summary>The body of an upload: any file, or a form of files.</summary>
    public static Task DescribeUploadAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        var files = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema> { ["files"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = file } },
        };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "The file as it is, whatever content type it is given, or a form of files",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/octet-stream"] = new() { Schema = file },
                ["application/zip"] = new() { Schema = file },
                ["text/plain"] = new() { Schema = file },
                ["multipart/form-data"] = new() { Schema = files },
            },
        };
        return Task.CompletedTask;
    }
}
