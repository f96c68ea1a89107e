using EcgEdge.Agent.Hosting;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EcgEdge.Agent.Tests.Rest;

/// <summary>
/// The whole agent in this process, on a free port and a folder of its own, reached over real sockets. When disposed it fails the test if
/// an error was logged that the test did not expect.
/// </summary>
public sealed class RunningAgent : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TempDirectory? _folder;

    private RunningAgent(WebApplication app, string storage, TempDirectory? folder, CapturingLogs logs, IReadOnlyList<Uri> addresses)
    {
        _app = app;
        Folder = storage;
        _folder = folder;
        Logs = logs;
        Address = addresses.First(a => a.Scheme == "http");
        SecureAddress = addresses.FirstOrDefault(a => a.Scheme == "https");
        Client = new HttpClient { BaseAddress = new Uri(Address, "/api/v1/") };
    }

    public Uri Address { get; }

    /// <summary>Where HTTPS is served; null where it is not.</summary>
    public Uri? SecureAddress { get; }

    /// <summary>The storage folder.</summary>
    public string Folder { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    internal CapturingLogs Logs { get; }

    /// <param name="channel">Its channel.</param>
    /// <param name="models">Folder of the packs; null for those that ship.</param>
    /// <param name="storage">Folder of the store; default one of its own, deleted at the end.</param>
    /// <param name="time">The machine's clocks.</param>
    /// <param name="mqtt">Broker; default none.</param>
    /// <param name="http">Served on any free port; default without a limit that a test could meet.</param>
    /// <param name="recorder">What is recorded; default nothing.</param>
    /// <param name="prepare">Puts into the storage folder what is to be there at the start.</param>
    /// <param name="with">Changes further options.</param>
    internal static async Task<RunningAgent> Start(
        ChannelOptions channel, string? models = null, string? storage = null, TimeProvider? time = null, MqttOptions? mqtt = null, HttpOptions? http = null,
        RecorderOptions? recorder = null, Action<string>? prepare = null, Func<AgentOptions, AgentOptions>? with = null)
    {
        var folder = storage is null ? new TempDirectory() : null;
        prepare?.Invoke(storage ?? folder!.Path);
        var options = new AgentOptions
        {
            Device = new DeviceOptions { Name = "test" },
            Storage = new StorageOptions { Directory = storage ?? folder!.Path },
            Mqtt = mqtt ?? new MqttOptions(),
            Http = (http ?? new HttpOptions { RequestsPerSecond = 100_000 }) with { Port = 0 },
            Recorder = recorder ?? new RecorderOptions(),
            Models = models is null ? new ModelOptions() : new ModelOptions { Directory = models },
            Channels = [channel],
        };
        if (with is not null) options = with(options);
        Assert.Empty(options.Validate());
        var app = AgentHost.Build(options, time: time);
        var logs = new CapturingLogs();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new RunningAgent(app, options.Storage.Directory, folder, logs, [.. addresses.Select(a => new Uri(a))]);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder?.Dispose();
        Logs.ExpectNothingElse();
    }
}
