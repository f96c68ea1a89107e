using System.Text;
using EcgEdge.Agent.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EcgEdge.Agent.Rest;

/// <summary>The OpenAPI 3.1 document, made from the endpoints when it is first asked for.</summary>
public sealed class ApiDocument
{
    public const string Name = "v1";

    private readonly Lazy<Task<byte[]>> _json;

    public ApiDocument([FromKeyedServices(Name)] IOpenApiDocumentProvider provider) => _json = new Lazy<Task<byte[]>>(() => MakeAsync(provider));

    /// <summary>The document as UTF-8 JSON.</summary>
    public Task<byte[]> JsonAsync() => _json.Value;

    internal static void Add(IServiceCollection services)
    {
        services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer((document, _, _) =>
            {
                Describe(document);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer(ApiSchemas.DescribeOperationAsync);
            options.AddSchemaTransformer(ApiSchemas.DescribeAsync);
        });
        services.AddSingleton<ApiDocument>();
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "EcgEdge agent",
            Version = Name,
            Description = "ECG channels, beats, alerts and analyses of one agent. A prototype tool, not a medical device. Errors are problem details (RFC 9457). "
                + $"The live stream is a WebSocket at /api/v1/live. While there is an access token every call needs one, but {string.Join(" and ", "/healthz", "/login")}.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = $"Access token made by 'ecgedge token add NAME'; begins with {TokenBook.Prefix}",
            },
            ["session"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "ecgedge-8080",
                Description = "Cookie of a login on the page; its name ends with the port, and begins with __Host- under HTTPS",
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("session", document)] = [] },
        ];
    }

    private static async Task<byte[]> MakeAsync(IOpenApiDocumentProvider provider)
    {
        var document = await provider.GetOpenApiDocumentAsync();
        var json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
        return Encoding.UTF8.GetBytes(json.ReplaceLineEndings("\n").TrimEnd() + "\n");
    }
}
