using System.Text.Json;
using System.Text.Json.Nodes;
using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Rest;

/// <summary><c>settings</c>: what is set, what can be set, and changing it by a JSON merge patch (RFC 7396).</summary>
public static class SettingsApi
{
    private const int MostBytes = 256 * 1024;

    private static readonly Lazy<OptionDocs?> s_docs = new(FindDocs);

    public static void MapSettings(this IEndpointRouteBuilder api)
    {
        var all = api.MapGroup("/settings").WithTags("settings");
        all.MapGet("", (LiveSettings settings) => Show(settings)).WithSummary("Every option, its range, its value and where that comes from");
        all.MapPut("", PutAsync).WithSummary("Changes options by a JSON merge patch (RFC 7396)")
            .Accepts<JsonObject>("application/merge-patch+json", "application/json").Produces<SettingsChangeDto>().ProducesProblems(400, 409, 413, 422);
    }

    private static async Task<IResult> PutAsync(HttpRequest request, LiveSettings settings, CancellationToken cancellation)
    {
        if (await ReadAsync(request, cancellation) is not { } body) return Problem(StatusCodes.Status413PayloadTooLarge, "Too large", [$"expected at most {MostBytes} bytes"]);
        JsonObject patch;
        try
        {
            // The reader of settings files says what is wrong, and where; a name that stands twice is an error there.
            SettingsFile.Parse("the body", body);
            patch = (JsonObject)JsonNode.Parse(body, null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        }
        catch (OptionsException e)
        {
            return Problem(StatusCodes.Status400BadRequest, "Not understood", e.Errors);
        }

        try
        {
            var change = settings.Patch(patch);
            return Results.Ok(new SettingsChangeDto(change.Applied, change.NeedRestart, Show(settings)));
        }
        catch (OptionsException e)
        {
            return Problem(StatusCodes.Status422UnprocessableEntity, "Settings refused", e.Errors);
        }
        catch (SettingsConflictException e)
        {
            return Problem(StatusCodes.Status409Conflict, "Set elsewhere", e.Errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Problem(StatusCodes.Status507InsufficientStorage, "Not written", [$"{settings.File}: {e.Message}"]);
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var body = new byte[MostBytes + 1];
        var count = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation);
        return count > MostBytes ? null : body[..count];
    }

    private static SettingsDto Show(LiveSettings settings)
    {
        var (options, configuration) = settings.Now;
        return new SettingsDto(
            settings.File,
            settings.Problem,
            settings.NeedRestart,
            Values(OptionTree.Root, options),
            [.. OptionTree.Values(options).Select(v => new SettingDto(
                v.Key,
                OptionsSchema.TypeName(v.Node.Type),
                v.Value is null ? null : OptionsSchema.Json(v.Value),
                v.Node.Default is { } value ? OptionsSchema.Json(value) : null,
                v.Node.Range?.Minimum,
                v.Node.Range is { } range && double.IsFinite(range.Maximum) ? range.Maximum : null,
                v.Node.Choices,
                v.Node.IsLive,
                configuration[v.Key] is null ? null : SettingOrigin.Of(configuration, v.Key),
                s_docs.Value?.Of(v.Node)))]);
    }

    private static JsonObject Values(OptionNode section, object record) => new(section.Children.Select(child =>
    {
        var value = child.Property!.GetValue(record);
        JsonNode? json = child.Shape switch
        {
            OptionShape.Section => Values(child, value!),
            OptionShape.List => new JsonArray([.. ((System.Collections.IEnumerable)value!).Cast<object>().Select(item =>
                child.Children[0].Shape == OptionShape.Section ? Values(child.Children[0], item) : OptionsSchema.Json(item))]),
            _ => value is null ? null : OptionsSchema.Json(value),
        };
        return KeyValuePair.Create(child.Name, json);
    }));

    private static IResult Problem(int status, string title, IReadOnlyList<string> errors) => Results.Problem(
        string.Join(" ", errors), statusCode: status, title: title,
        extensions: [KeyValuePair.Create("errors", (object?)new JsonArray([.. errors.Select(e => (JsonNode?)JsonValue.Create(e))]))]);

    private static OptionDocs? FindDocs()
    {
        try
        {
            return OptionDocs.Load();
        }
        catch (IOException)
        {
            // Settings can be shown without their descriptions.
            return null;
        }
    }
}

/// <summary>All settings. Secrets are masked.</summary>
/// <param name="File">Where changes are written.</param>
/// <param name="Problem">Why changed files are not used; null when they are.</param>
/// <param name="NeedRestart">Keys that have been changed and wait for a restart.</param>
/// <param name="Settings">Every option as it is set now.</param>
/// <param name="Options">The same one by one, with what each may be.</param>
public sealed record SettingsDto(string File, string? Problem, IReadOnlyList<string> NeedRestart, JsonObject Settings, IReadOnlyList<SettingDto> Options);

/// <summary>One option.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Type">boolean, integer, number or string.</param>
/// <param name="Value">As set now; a secret is masked.</param>
/// <param name="Default">Null where there is none, or it depends on the machine.</param>
/// <param name="Minimum">Least number.</param>
/// <param name="Maximum">Greatest number.</param>
/// <param name="Choices">All that it may be.</param>
/// <param name="Live">Whether a change applies while the agent runs.</param>
/// <param name="Origin">File and line, environment variable or argument; null where it has its default.</param>
/// <param name="Description">What it is.</param>
public sealed record SettingDto(
    string Key,
    string Type,
    JsonNode? Value,
    JsonNode? Default,
    double? Minimum,
    double? Maximum,
    IReadOnlyList<string>? Choices,
    bool Live,
    string? Origin,
    string? Description);

/// <summary>What came of a change of the settings.</summary>
/// <param name="Applied">Keys that have taken effect.</param>
/// <param name="NeedRestart">Keys that will take effect when the agent starts anew.</param>
/// <param name="Now">All settings.</param>
public sealed record SettingsChangeDto(IReadOnlyList<string> Applied, IReadOnlyList<string> NeedRestart, SettingsDto Now);
