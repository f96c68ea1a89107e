using System.Net;
using System.Runtime.CompilerServices;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Analyses;
using EcgEdge.Agent.Live;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Rest;
using EcgEdge.Agent.Store;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging.Console;

namespace EcgEdge.Agent.Hosting;

/// <summary>Puts the agent together: channels, store, MQTT, REST, live stream and page in one host.</summary>
public static class AgentHost
{
    /// <summary>Builds the host, opens the store and the model packs; nothing runs or connects before it is started.</summary>
    /// <param name="options">Valid options with at least one channel.</param>
    /// <param name="configuration">Where the options came from, for the log levels.</param>
    public static WebApplication Build(AgentOptions options, IConfiguration configuration)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        var started = new StrongBox<bool>();
        AddLogging(builder, started);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Parse(options.Http.Address), options.Http.Port);
        });
        AddServices(builder.Services, options);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => started.Value = true);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSecurityHeaders();
        app.UseWebSockets();
        UsePage(app);
        var api = app.MapGroup("/api/v1");
        api.MapStatus();
        api.MapBeats();
        api.MapAlerts();
        api.MapChannels();
        api.MapModels();
        api.MapRecordings();
        api.MapAnalyses();
        api.MapLive();
        app.MapGet("/healthz", () => "ok");
        return app;
    }

    private static void AddLogging(WebApplicationBuilder builder, StrongBox<bool> started)
    {
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // A start that fails is told by the command, in one line; the host would tell it a second time, with a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started.Value && level >= LogLevel.Warning);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }

    private static void AddServices(IServiceCollection services, AgentOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => EcgStore.Open(options.Storage.Directory, new StoreOptions { MaxBeats = options.Storage.MaxBeats }));
        services.AddSingleton(new MqttTopics(options.Device.Name, [.. options.Channels.Select(c => c.Name)]));
        services.AddSingleton(s => new AlertMessages(s.GetRequiredService<MqttTopics>(), options.Mqtt.Enabled));
        services.AddSingleton(s => MqttPublisher.Create(
            options.Mqtt, s.GetRequiredService<MqttTopics>(), s.GetRequiredService<EcgStore>().Outbox,
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<AlertWriter>();
        services.AddSingleton<IAlertSink>(s => s.GetRequiredService<AlertWriter>());
        services.AddSingleton<StoreFlow>();
        services.AddSingleton(new RecordingFolder(options.Recorder.FolderWithin(options.Storage)));
        services.AddSingleton<SignalRecorder>();
        services.AddSingleton<IFlowControl>(
            s => new RecordedFlow(s.GetRequiredService<StoreFlow>(), new Lazy<SignalRecorder>(s.GetRequiredService<SignalRecorder>)));
        services.AddSingleton<PackShelf>();
        services.AddSingleton<ChannelSet>();
        services.AddSingleton<BeatWriter>();
        services.AddSingleton<AgentState>();
        services.AddSingleton<FileAnalysis>();

        // Stopped in the reverse order: first the sources, then what stores their last results, the broker's connection at the end.
        services.AddHostedService(s => s.GetRequiredService<MqttPublisher>());
        services.AddHostedService(s => s.GetRequiredService<SignalRecorder>());
        services.AddHostedService(s => s.GetRequiredService<AlertWriter>());
        services.AddHostedService(s => s.GetRequiredService<BeatWriter>());
        services.AddHostedService<VitalsReporter>();
        services.AddHostedService(s => s.GetRequiredService<ChannelSet>());

        services.AddRoutingCore();
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
    }

    private static void UsePage(WebApplication app)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (!Directory.Exists(folder))
        {
            app.Logger.LogWarning("The page is missing from {Folder}; REST works without it", folder);
            return;
        }

        var files = new PhysicalFileProvider(folder);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files });
    }
}
