using System.Text.Json;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.EndToEnd.Tests;

/// <summary>A running agent's REST, asked as a script would.</summary>
internal sealed class AskedAgent(ChildProcess agent) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(EcgEdgeProgram.AddressOf(agent)) };

    /// <summary>Answer of a path below /api/v1/.</summary>
    public async Task<JsonElement> GetAsync(string path) =>
        JsonDocument.Parse(await _http.GetStringAsync(new Uri($"api/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;

    /// <summary>Vital signs of the first channel.</summary>
    public async Task<JsonElement> VitalsAsync() => (await GetAsync("vitals"))[0];

    public async Task<long> BeatsAsync() => (await VitalsAsync()).GetProperty("beats").GetInt64();

    /// <summary>State of the newest alert of a kind; null when there is none.</summary>
    public async Task<string?> AlertStateAsync(string kind)
    {
        var alerts = (await GetAsync("alerts")).GetProperty("items").EnumerateArray();
        return alerts.FirstOrDefault(a => a.GetProperty("kind").GetString() == kind) is { ValueKind: JsonValueKind.Object } alert
            ? alert.GetProperty("state").GetString()
            : null;
    }

    public void Dispose() => _http.Dispose();
}
