using System.Text;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Analyses;

namespace EcgEdge.Agent.Rest;

/// <summary><c>analyses</c>: the beats of an uploaded file, judged.</summary>
public static class AnalysesApi
{
    /// <summary>Largest file taken: ECG5000's larger half has 10 MB.</summary>
    public const long MaxBytes = 64L << 20;

    private const int MaxNameLength = 200;

    public static void MapAnalyses(this IEndpointRouteBuilder api) =>
        api.MapPost("/analyses", async (HttpRequest request, FileAnalysis analysis, string? name) =>
        {
            var shown = string.IsNullOrWhiteSpace(name) ? "upload" : name.Length > MaxNameLength ? name[..MaxNameLength] : name;
            try
            {
                var text = await new StreamReader(request.Body, Encoding.UTF8).ReadToEndAsync(request.HttpContext.RequestAborted);
                var beats = Ecg5000File.Read(new StringReader(text), shown);
                return Results.Ok(await analysis.RunAsync(shown, beats, request.HttpContext.RequestAborted));
            }
            catch (EcgFormatException e)
            {
                return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest, title: "Not an ECG5000 file");
            }
        }).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBytes)).Accepts<string>("text/plain");
}
