using System.CommandLine;
using System.Globalization;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Hosting;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Commands;

/// <summary><c>replay</c>: <c>run</c> with a file as its source; ends when the file has ended and all alerts are delivered.</summary>
internal static class ReplayCommand
{
    private static readonly TimeSpan s_deliveryTimeout = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "WFDB record, EDF, BDF, CSV or ECG5000 file." };
        var speed = new Option<string>("--speed") { Description = "Multiple of real time, or max.", DefaultValueFactory = _ => "1" };
        var order = new Option<BeatOrder>("--order") { Description = "How the beats of an ECG5000 file are laid end to end: file or episodes." };
        var channel = new Option<string?>("--channel") { Description = "Name or index of the signal; default the first ECG." };
        var loop = new Option<bool>("--loop") { Description = "Begin again at the end." };
        var command = new Command("replay", "Run the agent on a file. Settings follow as --Section:Key value.") { file, speed, order, channel, loop };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) =>
        {
            var source = new SourceOptions
            {
                Kind = SourceOptions.Replay,
                Path = parsed.GetValue(file),
                Speed = ParseSpeed(parsed.GetValue(speed)!),
                Order = parsed.GetValue(order),
                Lead = parsed.GetValue(channel),
                Loop = parsed.GetValue(loop),
            };
            return ReplayAsync(source, parsed.UnmatchedTokens, cancellation);
        });
        return command;
    }

    private static double ParseSpeed(string text)
    {
        if (text == "max") return double.PositiveInfinity;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed > 0 && double.IsFinite(speed)
            ? speed
            : throw new OptionsException($"--speed is '{text}'; expected a number above 0, or max");
    }

    private static async Task<int> ReplayAsync(SourceOptions source, IReadOnlyList<string> settings, CancellationToken cancellation)
    {
        var live = LiveSettings.Load(SettingsPlaces.Of(settings));
        var options = live.Started;
        var channel = (options.Channels.Count > 0 ? options.Channels[0] : new ChannelOptions()) with { Source = source };
        options = options with { Channels = [channel] };

        await using var app = AgentHost.Build(options, live, isOnce: true);
        await RunCommand.StartAsync(app, cancellation);
        var shutdown = app.WaitForShutdownAsync(cancellation);
        var channels = app.Services.GetRequiredService<ChannelSet>();
        await Task.WhenAny(channels.Finished, shutdown);
        if (shutdown.IsCompleted) return CommandLine.Success;

        var delivered = await DeliverAsync(app, options);
        var played = channels.All[0];
        var beats = played.Pipeline.Beats.End;
        // Waiting for shutdown is what stops the host; a second stop beside it would race with the first.
        app.Lifetime.StopApplication();
        await shutdown;
        played.ThrowFailure();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"replayed {played.Pipeline.Samples} samples, {beats} beats"));
        return delivered ? CommandLine.Success : CommandLine.Failure;
    }

    private static async Task<bool> DeliverAsync(WebApplication app, AgentOptions options)
    {
        await app.Services.GetRequiredService<AlertWriter>().FlushAsync();
        if (!options.Mqtt.Enabled) return true;
        var mqtt = app.Services.GetRequiredService<MqttPublisher>();
        if (await mqtt.DrainAsync(s_deliveryTimeout)) return true;
        Console.Error.WriteLine($"ecgedge: {mqtt.Status.Queued} alert messages wait in the outbox: the broker has not taken them");
        return false;
    }
}
