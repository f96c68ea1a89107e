using System.ComponentModel;
using EcgEdge.Agent.Analyses;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace EcgEdge.Agent.Rest;

/// <summary><c>analyses</c>: the beats of an uploaded file, judged.</summary>
public static class AnalysesApi
{
    private const string RespondAsync = "respond-async", Id = "The analysis' id";

    public static void MapAnalyses(this IEndpointRouteBuilder api, HttpOptions http)
    {
        var analyses = api.MapGroup("/analyses").WithTags("analyses");
        analyses.MapPost("", Post)
            .WithSummary("Analyses an ECG file: labelled beats in ECG5000's form (text, ARFF, TS), or a recording (WFDB, EDF, BDF, CSV)")
            .WithDescription("The body is the file, a zip of a WFDB record's files, or a multipart form of files. Answers with the result when it is "
                + "there; with Prefer: respond-async at once, with the analysis to look at. Leaving before the answer stops it.")
            .WithMetadata(new RequestSizeLimitAttribute((long)http.MaxUploadMegabytes << 20))
            .RequireRateLimiting(RequestLimits.Analyses)
            .Produces<AnalysisDto>()
            .Produces<AnalysisStatusDto>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 413, 415, 422, 429, 507)
            .AddOpenApiOperationTransformer(ApiSchemas.DescribeUploadAsync);
        analyses.MapGet("", (AnalysisDesk desk) => TypedResults.Ok<IReadOnlyList<AnalysisStatusDto>>([.. desk.All.Select(AnalysisStatusDto.Of)]))
            .WithSummary("Analyses under way and of the last hour, newest first");
        analyses.MapGet("/{id:guid}", Get).WithSummary("How far an analysis is").ProducesProblems(404);
        analyses.MapGet("/{id:guid}/result", GetResult)
            .WithSummary("The result of an analysis that is done")
            .Produces<AnalysisDto>().ProducesProblems(404, 409, 422);
        analyses.MapDelete("/{id:guid}", Delete).WithSummary("Stops an analysis and deletes its files").ProducesProblems(404);
    }

    private static async Task<IResult> Post(
        HttpContext context,
        AnalysisDesk desk,
        [Description("What the file is called; its ending tells the format where the content does not")] string? name,
        [Description("Which record or file, where there are several")] string? record,
        [Description("Name or index of the signal; default the first ECG")] string? channel,
        [Description("Model pack for recordings, with AAMI's classes; default aami")] string? pack,
        [Description("Samples per second, 100 to 2000, for a file that does not say")] double? rateHz,
        [Description("Seconds on which the wearer's baseline is learned, 0 to 86400; default the pack's")] double? calibrateSeconds)
    {
        var request = new AnalysisRequest(UploadName.Of(name), record, channel, pack, rateHz, calibrateSeconds);
        if (desk.Admit(request.Name) is not { } analysis)
        {
            context.Response.Headers.RetryAfter = "5";
            return Problem.Of(StatusCodes.Status429TooManyRequests, $"{AnalysisDesk.MostAtOnce} analyses are under way; try again when one has ended");
        }

        var isKept = false;
        try
        {
            await UploadReader.ReceiveAsync(context.Request, request.Name, analysis.Folder, context.RequestAborted);
            if (context.Request.Headers["Prefer"].Any(p => p is not null && p.Contains(RespondAsync, StringComparison.OrdinalIgnoreCase)))
            {
                isKept = true;
                desk.Start(analysis, request);
                context.Response.Headers["Preference-Applied"] = RespondAsync;
                return TypedResults.Accepted($"/api/v1/analyses/{analysis.Id}", AnalysisStatusDto.Of(analysis));
            }

            return TypedResults.Ok(await desk.RunAsync(analysis, request, context.RequestAborted));
        }
        catch (UploadException e)
        {
            return Problem.Of(e.Status, e.Message, "File refused");
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Problem.Of(StatusCodes.Status409Conflict, $"{request.Name}: the analysis was stopped");
        }
        finally
        {
            if (!isKept) await desk.RemoveAsync(analysis);
        }
    }

    private static Results<Ok<AnalysisStatusDto>, ProblemHttpResult> Get([Description(Id)] Guid id, AnalysisDesk desk) =>
        desk.Find(id) is { } analysis ? TypedResults.Ok(AnalysisStatusDto.Of(analysis)) : Unknown(id);

    private static IResult GetResult([Description(Id)] Guid id, AnalysisDesk desk) => desk.Find(id) switch
    {
        null => Unknown(id),
        { Failure: { } failure } => Problem.Of(failure.Status, failure.Message, "File refused"),
        { State: AnalysisState.Done } done => TypedResults.PhysicalFile(done.ResultPath, "application/json"),
        var running => Problem.Of(StatusCodes.Status409Conflict, $"the analysis is not done yet: {Percent(running)} %"),
    };

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete([Description(Id)] Guid id, AnalysisDesk desk)
    {
        if (desk.Find(id) is not { } analysis) return Unknown(id);
        await desk.RemoveAsync(analysis);
        return TypedResults.NoContent();
    }

    internal static int Percent(Analysis analysis) => (int)(100 * analysis.Part);

    private static ProblemHttpResult Unknown(Guid id) => Problem.Of(StatusCodes.Status404NotFound, $"there is no analysis {id}; results are kept for an hour");
}

/// <summary>How far an analysis is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What the file is called.</param>
/// <param name="State">receiving, waiting, running, done or failed.</param>
/// <param name="Percent">The part done, 0 to 100.</param>
/// <param name="CreatedAt">When it was asked for, UTC.</param>
/// <param name="Problem">Why it failed; null unless it did.</param>
/// <param name="Result">Address of its result; null until it is done.</param>
public sealed record AnalysisStatusDto(
    Guid Id, string Name, AnalysisState State, int Percent, DateTimeOffset CreatedAt, string? Problem, string? Result)
{
    internal static AnalysisStatusDto Of(Analysis a) => new(
        a.Id, a.Name, a.State, AnalysesApi.Percent(a), a.CreatedAt, a.Failure?.Message,
        a.State == AnalysisState.Done ? $"/api/v1/analyses/{a.Id}/result" : null);
}
