using System.Net;
using System.Runtime.CompilerServices;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Analyses;
using EcgEdge.Agent.Live;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Rest;
using EcgEdge.Agent.Store;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging.Console;

namespace EcgEdge.Agent.Hosting;

/// <summary>Puts the agent together: channels, store, MQTT, REST, live stream and page in one host.</summary>
public static class AgentHost
{
    /// <summary>Builds the host; nothing runs, opens or connects before it is started.</summary>
    /// <param name="options">Valid options with at least one channel.</param>
    /// <param name="settings">Where the options came from, so that they can be changed while the agent runs; null where a program has set them itself.</param>
    /// <param name="isOnce">Whether the sources are played once: see <see cref="Supervision"/>.</param>
    /// <param name="time">The machine's clocks; default the system's.</param>
    public static WebApplication Build(AgentOptions options, LiveSettings? settings = null, bool isOnce = false, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        settings ??= LiveSettings.Of(options);
        builder.Configuration.Sources.Add(settings.LogLevels);
        var started = new StrongBox<bool>();
        AddLogging(builder, started);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Parse(options.Http.Address), options.Http.Port);
        });
        AddServices(builder.Services, options, time ?? TimeProvider.System);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(new Supervision(options.Watchdog, isOnce));

        var app = builder.Build();
        settings.Changed += now => app.Services.GetRequiredService<ChannelSet>().Use(now.Alerts);
        app.Lifetime.ApplicationStarted.Register(() => started.Value = true);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSecurityHeaders();
        app.UseWebSockets();
        UsePage(app);
        var api = app.MapGroup("/api/v1");
        api.MapStatus();
        api.MapHistory();
        api.MapBaseline();
        api.MapBeats();
        api.MapAlerts();
        api.MapChannels();
        api.MapSnooze();
        api.MapModels();
        api.MapAnalyses();
        api.MapSettings();
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

    private static void AddServices(IServiceCollection services, AgentOptions options, TimeProvider time)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Storage);
        services.AddSingleton(new RunClock(time));
        services.AddSingleton<TimeProvider>(s => s.GetRequiredService<RunClock>());
        services.AddSingleton(s => EcgStore.Open(options.Storage.Directory, s.GetRequiredService<RunClock>(), mayWait: true));
        services.AddSingleton(new MqttTopics(options.Device.Name, [.. options.Channels.Select(c => c.Name)]));
        services.AddSingleton(s => new AlertMessages(s.GetRequiredService<MqttTopics>(), options.Mqtt.Enabled));
        services.AddSingleton(s => MqttPublisher.Create(
            options.Mqtt, s.GetRequiredService<MqttTopics>(), s.GetRequiredService<EcgStore>().Outbox,
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<SnoozeBook>();
        services.AddSingleton<AlertWriter>();
        services.AddSingleton<IAlertSink>(s => s.GetRequiredService<AlertWriter>());
        services.AddSingleton<StoreFlow>();
        services.AddSingleton<IFlowControl>(s => s.GetRequiredService<StoreFlow>());
        services.AddSingleton<IBaselineMemory, BaselineMemory>();
        services.AddSingleton<PackShelf>();
        services.AddSingleton<ChannelParts>();
        services.AddSingleton<ChannelSet>();
        services.AddSingleton<BeatWriter>();
        services.AddSingleton<AgentState>();
        services.AddSingleton<FileAnalysis>();
        services.AddSingleton<OpenAlerts>();
        services.AddSingleton<CommandHandler>();

        // Stopped in the reverse order: first the sources, then what stores their last results, the broker's connection at the end.
        // What speaks and listens over the broker's connection must be there before it is.
        services.AddHostedService<CommandReceiver>();
        services.AddHostedService<HomeAssistantDiscovery>();
        services.AddHostedService(s => s.GetRequiredService<MqttPublisher>());
        services.AddHostedService(s => new OutboxLimiter(
            options.Mqtt, s.GetRequiredService<EcgStore>().Outbox, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<OutboxLimiter>>()));
        services.AddHostedService(s => s.GetRequiredService<SnoozeBook>());
        services.AddHostedService(s => s.GetRequiredService<OpenAlerts>());
        services.AddHostedService(s => s.GetRequiredService<AlertWriter>());
        services.AddHostedService(s => s.GetRequiredService<BeatWriter>());
        services.AddHostedService<BaselineWriter>();
        services.AddHostedService<ClockWatch>();
        services.AddHostedService<Retention>();
        services.AddHostedService<StoreWatch>();
        services.AddHostedService<VitalsReporter>();
        services.AddHostedService<HealthReporter>();
        services.AddHostedService<TraceReporter>();
        services.AddHostedService(s => s.GetRequiredService<ChannelSet>());
        services.AddHostedService<SettingsWatcher>();
        services.AddHostedService<SystemdNotifier>();

        services.AddRoutingCore();
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            // A resolver brings its types and not its converters: times in milliseconds, null for a number there is none for.
            foreach (var converter in ApiJson.Default.Options.Converters) json.SerializerOptions.Converters.Add(converter);
        });
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
