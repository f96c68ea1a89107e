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

    private RunningAgent(WebApplication app, TempDirectory folder, Uri address)
    {
        _app = app;
        _folder = folder;
        Address = address;
        Client = new HttpClient { BaseAddress = new Uri(address, "/api/v1/") };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    internal static async Task<RunningAgent> Start(ChannelOptions channel, string? models = null, RecorderOptions? recorder = null)
    {
        var folder = new TempDirectory();
        var options = new AgentOptions
        {
            Device = new DeviceOptions { Name = "test" },
            Storage = new StorageOptions { Directory = folder.Path },
            Http = new HttpOptions { Port = 0 },
            Recorder = recorder ?? new RecorderOptions(),
            Models = models is null ? new ModelOptions() : new ModelOptions { Directory = models },
            Channels = [channel],
        };
        var app = AgentHost.Build(options, new ConfigurationBuilder().Build());
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new RunningAgent(app, folder, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
