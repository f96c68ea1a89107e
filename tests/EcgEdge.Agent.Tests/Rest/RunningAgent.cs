using EcgEdge.Agent.Hosting;
using EcgEdge.Agent.Mqtt;
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
    private readonly TempDirectory? _folder;

    private RunningAgent(WebApplication app, TempDirectory? folder, Uri address)
    {
        _app = app;
        _folder = folder;
        Address = address;
        Client = new HttpClient { BaseAddress = new Uri(address, "/api/v1/") };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="channel">Its channel.</param>
    /// <param name="models">Folder of the packs; default the shipped ones.</param>
    /// <param name="storage">Folder of the store; default one of its own, deleted at the end.</param>
    /// <param name="time">The machine's clocks.</param>
    /// <param name="mqtt">Broker; default none.</param>
    internal static async Task<RunningAgent> Start(
        ChannelOptions channel, string? models = null, string? storage = null, TimeProvider? time = null, MqttOptions? mqtt = null)
    {
        var folder = storage is null ? new TempDirectory() : null;
        var options = new AgentOptions
        {
            Device = new DeviceOptions { Name = "test" },
            Storage = new StorageOptions { Directory = storage ?? folder!.Path },
            Mqtt = mqtt ?? new MqttOptions(),
            Http = new HttpOptions { Port = 0 },
            Models = models is null ? new ModelOptions() : new ModelOptions { Directory = models },
            Channels = [channel],
        };
        var app = AgentHost.Build(options, new ConfigurationBuilder().Build(), time);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new RunningAgent(app, folder, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder?.Dispose();
    }
}
