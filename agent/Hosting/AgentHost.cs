using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Analyses;
using EcgEdge.Agent.Live;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
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

    /// <summary>Builds the host, opens the store and the model packs; nothing runs or connects before it is started.</summary>
    /// <param name="options">Valid options with at least one channel.</param>
    /// <param name="configuration">Where the options came from, for the log levels.</param>
    public static WebApplication Build(AgentOptions options, IConfiguration configuration)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        var started = new StrongBox<bool>();
        AddLogging(builder, started);
        var tokens = new TokenBook(options.Storage.Directory, TimeProvider.System);
        Listeners.Check(options.Http, tokens);
        var certificate = options.Http.ServesHttps ? ServerCertificate.Load(options.Http, options.Storage.Directory, TimeProvider.System) : null;
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listeners.Configure(kestrel, options.Http, certificate));
        AddServices(builder.Services, options);
        AddWeb(builder.Services, options, tokens);

        var app = builder.Build();
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
        api.MapBeats();
        api.MapAlerts();
        api.MapChannels();
        api.MapModels();
        api.MapAnalyses(options.Http);
        api.MapSession();
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
        services.AddSingleton<IFlowControl>(s => s.GetRequiredService<StoreFlow>());
        services.AddSingleton<PackShelf>();
        services.AddSingleton<ChannelSet>();
        services.AddSingleton<BeatWriter>();
        services.AddSingleton<AgentState>();
        services.AddSingleton<FileAnalysis>();
        services.AddSingleton<AnalysisDesk>();

        // Stopped in the reverse order: first the sources, then what stores their last results, the broker's connection at the end.
        services.AddHostedService(s => s.GetRequiredService<MqttPublisher>());
        services.AddHostedService(s => s.GetRequiredService<AlertWriter>());
        services.AddHostedService(s => s.GetRequiredService<BeatWriter>());
        services.AddHostedService<VitalsReporter>();
        services.AddHostedService(s => s.GetRequiredService<AlertTally>());
        services.AddHostedService(s => s.GetRequiredService<ChannelSet>());
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
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        ApiDocument.Add(services);
    }
}
