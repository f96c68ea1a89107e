using EcgEdge.Agent.Hosting;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EcgEdge.Agent.Tests.Rest;

/// <summary>The whole agent in this process, on a free port and a folder of its own, reached over real sockets.</summary>
public sealed class RunningAgent : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TempDirectory _folder;

    private RunningAgent(WebApplication app, TempDirectory folder, IReadOnlyList<Uri> addresses)
    {
        _app = app;
        _folder = folder;
        Address = addresses.First(a => a.Scheme == "http");
        SecureAddress = addresses.FirstOrDefault(a => a.Scheme == "https");
        Client = new HttpClient { BaseAddress = new Uri(Address, "/api/v1/") };
    }

    public Uri Address { get; }

    /// <summary>Where HTTPS is served; null where it is not.</summary>
    public Uri? SecureAddress { get; }

    /// <summary>The storage folder.</summary>
    public string Folder => _folder.Path;

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="channel">The one channel.</param>
    /// <param name="models">Folder of the packs; default those that ship.</param>
    /// <param name="http">Served on any free port; default without a limit that a test could meet.</param>
    /// <param name="prepare">Puts into the storage folder what is to be there at the start.</param>
    internal static async Task<RunningAgent> Start(
        ChannelOptions channel, string? models = null, HttpOptions? http = null, Action<string>? prepare = null)
    {
        var folder = new TempDirectory();
        prepare?.Invoke(folder.Path);
        var options = new AgentOptions
        {
            Device = new DeviceOptions { Name = "test" },
            Storage = new StorageOptions { Directory = folder.Path },
            Http = (http ?? new HttpOptions { RequestsPerSecond = 100_000 }) with { Port = 0 },
            Models = models is null ? new ModelOptions() : new ModelOptions { Directory = models },
            Channels = [channel],
        };
        var app = AgentHost.Build(options, new ConfigurationBuilder().Build());
        await app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new RunningAgent(app, folder, [.. addresses.Select(a => new Uri(a))]);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
