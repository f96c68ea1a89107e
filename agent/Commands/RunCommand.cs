using System.CommandLine;
using EcgEdge.Agent.Hosting;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace EcgEdge.Agent.Commands;

/// <summary><c>run</c>, the default: starts the agent and stays.</summary>
internal static class RunCommand
{
    public static void AddTo(RootCommand root)
    {
        var data = DataOption();
        var run = new Command("run", "Start the agent (the default). Settings follow as --Section:Key value.") { data };
        run.TreatUnmatchedTokensAsErrors = false;
        run.SetAction((parsed, cancellation) => RunAsync(parsed.UnmatchedTokens, parsed.GetValue(data), cancellation));
        root.Add(run);

        var rootData = DataOption();
        root.Add(rootData);
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((parsed, cancellation) => RunAsync(parsed.UnmatchedTokens, parsed.GetValue(rootData), cancellation));
    }

    /// <summary>Starts a built host and says where it can be seen.</summary>
    public static async Task StartAsync(WebApplication app, CancellationToken cancellation)
    {
        await app.StartAsync(cancellation);
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("EcgEdge");
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        // A channel that has failed meanwhile has said so.
        foreach (var channel in app.Services.GetRequiredService<ChannelSet>().All.Where(c => c.State != SourceState.Failed))
            log.LogInformation("Channel {Channel}: {Source}, pack {Pack}", channel.Options.Name, channel.Source.Text, channel.Options.Pack);
        log.LogInformation("Not a medical device. Open {Address}", string.Join(", ", addresses).Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
    }

    private static Option<string?> DataOption() => new("--data") { Description = "Folder in which data sets are looked for first." };

    private static async Task<int> RunAsync(IReadOnlyList<string> settings, string? data, CancellationToken cancellation)
    {
        var live = LiveSettings.Load(SettingsPlaces.Of(settings));
        var options = live.Started;
        if (options.Channels.Count == 0) options = options with { Channels = [SourceFactory.Default(data)] };

        await using var app = AgentHost.Build(options, live);
        await StartAsync(app, cancellation);
        await app.WaitForShutdownAsync(cancellation);
        return CommandLine.Success;
    }
}
