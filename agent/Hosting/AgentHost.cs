using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Analyses;
using EcgEdge.Agent.Live;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Rest;
using EcgEdge.Agent.Security;
using EcgEdge.Agent.Store;
using Microsoft.Extensions.Logging.Console;

namespace EcgEdge.Agent.Hosting;

/// <summary>Puts the agent together: channels, store, MQTT, REST, live stream and page in one host.</summary>
public static class AgentHost
{
    /// <summary>A viewer that does not answer within so long is gone.</summary>
    private static readonly TimeSpan s_viewerPing = TimeSpan.FromSeconds(15);

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
        time ??= TimeProvider.System;
        var tokens = new TokenBook(options.Storage.Directory, time);
        Listeners.Check(options.Http, tokens);
        var certificate = options.Http.ServesHttps ? ServerCertificate.Load(options.Http, options.Storage.Directory, time) : null;
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listeners.Configure(kestrel, options.Http, certificate));
        AddServices(builder.Services, options, time);
        AddWeb(builder.Services, options, tokens);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(new Supervision(options.Watchdog, isOnce));

        var app = builder.Build();
        settings.Changed += now => app.Services.GetRequiredService<ChannelSet>().Use(now.Alerts);
        app.Lifetime.ApplicationStarted.Register(() => started.Value = true);
        if (certificate is not null) app.Logger.LogInformation("HTTPS certificate, SHA-256 {Fingerprint}", certificate.Fingerprint);
        app.UseSecurityHeaders(certificate is { IsSelfSigned: false });
        app.UseExceptionHandler();
        app.UseStatusCodePages(told => Problem.Of(told.HttpContext.Response.StatusCode, null).ExecuteAsync(told.HttpContext));
        app.UseMiddleware<HostCheck>();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseMiddleware<AccessCheck>();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = s_viewerPing, KeepAliveTimeout = s_viewerPing });
        app.UsePage();
        app.MapLogin();
        app.MapHealth();
        app.MapMetrics();
        app.MapOpenApiDocument();
        var api = app.MapGroup("/api/v1").AddEndpointFilter(new PageLinks());
        api.MapStatus();
        api.MapHistory();
        api.MapBaseline();
        api.MapBeats();
        api.MapAlerts();
        api.MapChannels();
        api.MapSnooze();
        api.MapModels();
        api.MapRecordings();
        api.MapAnalyses(options.Http);
        api.MapSession();
        api.MapSettings();
        api.MapLive();
        // Here rather than when it starts: the OpenAPI document is made from the endpoints of one that does not run, too.
        app.UseEndpoints(_ => { });
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
        services.AddSingleton(new RecordingFolder(options.Recorder.FolderWithin(options.Storage)));
        services.AddSingleton<SignalRecorder>();
        services.AddSingleton<IFlowControl>(
            s => new RecordedFlow(s.GetRequiredService<StoreFlow>(), new Lazy<SignalRecorder>(s.GetRequiredService<SignalRecorder>)));
        services.AddSingleton<IBaselineMemory, BaselineMemory>();
        services.AddSingleton<PackShelf>();
        services.AddSingleton<ChannelParts>();
        services.AddSingleton<ChannelSet>();
        services.AddSingleton<BeatWriter>();
        services.AddSingleton<AgentState>();
        services.AddSingleton<FileAnalysis>();
        services.AddSingleton<OpenAlerts>();
        services.AddSingleton<CommandHandler>();
        services.AddSingleton<AnalysisDesk>();

        // Stopped in the reverse order: first the sources, then what stores their last results, the broker's connection at the end.
        // What speaks and listens over the broker's connection must be there before it is.
        services.AddHostedService<CommandReceiver>();
        services.AddHostedService<HomeAssistantDiscovery>();
        services.AddHostedService(s => s.GetRequiredService<MqttPublisher>());
        services.AddHostedService(s => new OutboxLimiter(
            options.Mqtt, s.GetRequiredService<EcgStore>().Outbox, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<OutboxLimiter>>()));
        services.AddHostedService(s => s.GetRequiredService<SnoozeBook>());
        services.AddHostedService(s => s.GetRequiredService<OpenAlerts>());
        services.AddHostedService(s => s.GetRequiredService<SignalRecorder>());
        services.AddHostedService(s => s.GetRequiredService<AlertWriter>());
        services.AddHostedService(s => s.GetRequiredService<BeatWriter>());
        services.AddHostedService<BaselineWriter>();
        services.AddHostedService<ClockWatch>();
        services.AddHostedService<Retention>();
        services.AddHostedService<StoreWatch>();
        services.AddHostedService<VitalsReporter>();
        services.AddHostedService<HealthReporter>();
        services.AddHostedService<TraceReporter>();
        services.AddHostedService(s => s.GetRequiredService<AlertTally>());
        services.AddHostedService(s => s.GetRequiredService<ChannelSet>());
        services.AddHostedService<SettingsWatcher>();
        services.AddHostedService<SystemdNotifier>();
        services.AddHostedService(s => s.GetRequiredService<Health>());
        services.AddHostedService(s => s.GetRequiredService<AnalysisDesk>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
    }

    private static void AddWeb(IServiceCollection services, AgentOptions options, TokenBook tokens)
    {
        services.AddSingleton(tokens);
        services.AddSingleton(s => new SessionBook(
            options.Storage.Directory, tokens, TimeSpan.FromHours(options.Http.SessionHours), s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<SessionBook>>()));
        services.AddSingleton<LoginThrottle>();
        services.AddSingleton<Viewers>();
        services.AddSingleton<AlertTally>();
        services.AddSingleton<Metrics>();
        services.AddSingleton<Health>();
        services.AddRequestLimits(options.Http);
        services.AddRoutingCore();
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<Failures>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            // A resolver brings its types and not its converters: times in milliseconds, null for a number there is none for.
            foreach (var converter in ApiJson.Default.Options.Converters) json.SerializerOptions.Converters.Add(converter);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        ApiDocument.Add(services);
    }
}
