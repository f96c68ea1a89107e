using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Rest;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Commands;

/// <summary>
/// <c>calibrate</c>: has what is usual for a channel's wearer learned anew. Asks the running agent; where none runs, removes what is stored, so
/// that the next start learns anew.
/// </summary>
internal static class CalibrateCommand
{
    private const string TokenVariable = "ECGEDGE_TOKEN";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var channel = new Argument<string>("channel") { Description = "Name of the channel." };
        var url = new Option<string?>("--url") { Description = "Where the agent answers; default this machine, at the configured port." };
        var token = new Option<string?>("--token") { Description = $"Access token, where the agent wants one; default ${TokenVariable}." };
        var command = new Command("calibrate", "Learn a wearer's baseline anew. Settings follow as --Section:Key value.") { channel, url, token };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(channel)!, parsed.GetValue(url), parsed.GetValue(token), OptionsReader.Read(OptionsReader.Gather(parsed.UnmatchedTokens)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string channel, string? url, string? token, AgentOptions options, CancellationToken cancellation)
    {
        var agent = url ?? FormattableString.Invariant($"http://127.0.0.1:{options.Http.Port}");
        if (!Uri.TryCreate(agent, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new OptionsException($"--url is '{agent}'; expected http://host:port or https://host:port");
        try
        {
            await AskAsync(address, channel, token ?? Environment.GetEnvironmentVariable(TokenVariable), cancellation);
            Console.WriteLine($"{channel}: what is usual for the wearer is learned anew");
        }
        catch (HttpRequestException e) when (url is null && e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            Forget(channel, options);
        }
        catch (HttpRequestException e)
        {
            throw new IOException($"{agent}: {e.Message}", e);
        }
        catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"{agent}: no answer within {s_patience.TotalSeconds:0} s", e);
        }

        return CommandLine.Success;
    }

    private static async Task AskAsync(Uri agent, string channel, string? token, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = agent, Timeout = s_patience };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/channels/{Uri.EscapeDataString(channel)}/calibrate");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, cancellation);
        if (response.IsSuccessStatusCode) return;
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw new OptionsException($"{agent} wants an access token: give it as --token or in ${TokenVariable}");
        var why = await DetailAsync(response, cancellation);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict) throw new OptionsException(why);
        throw new IOException($"{agent} answers {(int)response.StatusCode}: {why}");
    }

    private static async Task<string> DetailAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            return JsonSerializer.Deserialize(text, ApiJson.Default.ProblemDetails)?.Detail ?? response.ReasonPhrase ?? "no reason given";
        }
        catch (JsonException)
        {
            return "not an answer of EcgEdge";
        }
    }

    private static void Forget(string channel, AgentOptions options)
    {
        if (options.Channels.Count > 0 && options.Channels.All(c => c.Name != channel))
            throw new OptionsException($"there is no channel '{channel}'; there is: {string.Join(", ", options.Channels.Select(c => c.Name))}");
        var forgotten = 0;
        if (EcgStore.Exists(options.Storage.Directory))
        {
            using var store = EcgStore.Open(options.Storage.Directory);
            forgotten = store.Baselines.Forget(channel);
        }

        Console.WriteLine(forgotten == 0
            ? $"{channel}: no agent runs and nothing is stored; the next start learns what is usual for the wearer"
            : $"{channel}: no agent runs; what was stored is forgotten, and the next start learns what is usual for the wearer anew");
    }
}
