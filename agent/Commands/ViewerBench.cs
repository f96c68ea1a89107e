using System.Diagnostics;
using System.Net.WebSockets;
using EcgEdge.Agent.Hosting;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace EcgEdge.Agent.Commands;

/// <summary>
/// What viewers of the live stream cost: a whole agent on the synthetic heart in real time, first alone, then watched over real sockets.
/// The viewers run in the same process, so their own work is part of what is measured.
/// </summary>
internal static class ViewerBench
{
    private const double RateHz = 250;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(2), s_settle = TimeSpan.FromSeconds(3);

    /// <param name="viewers">How many watch.</param>
    /// <param name="seconds">Seconds measured without them, and again with them.</param>
    /// <param name="pack">Model pack.</param>
    /// <param name="cancellation">Gives it up.</param>
    public static async Task<ViewerFigures> MeasureAsync(int viewers, double seconds, string pack, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("ecgedge-bench-");
        try
        {
            await using var app = AgentHost.Build(
                OptionsFor(folder.FullName, viewers, pack), LiveSettings.Load(SettingsPlaces.Of(["--Logging:LogLevel:Default=Error"], folders: [])));
            await app.StartAsync(cancellation);
            var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
            var channel = app.Services.GetRequiredService<ChannelSet>().All[0];
            await Task.Delay(s_settle, cancellation);
            var alone = Look(channel, seconds);

            using var leave = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            Viewer[] watching = [.. Enumerable.Range(0, viewers).Select(_ => new Viewer())];
            var live = new Uri($"ws://{address.Authority}/api/v1/live");
            Task[] watches = [.. watching.Select(v => v.WatchAsync(live, leave.Token))];
            await Task.Delay(s_settle, cancellation);
            var watched = Look(channel, seconds);
            await leave.CancelAsync();
            await Task.WhenAll(watches);
            await app.StopAsync(cancellation);
            return new ViewerFigures(
                viewers, seconds, alone.DelayP50Ms, alone.DelayP99Ms, alone.CpuPercent, watched.DelayP50Ms, watched.DelayP99Ms, watched.CpuPercent,
                watching.Sum(v => v.Samples), watching.Sum(v => v.Missed));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static AgentOptions OptionsFor(string folder, int viewers, string pack) => new()
    {
        Storage = new StorageOptions { Directory = folder },
        Http = new HttpOptions { Port = 0, MaxViewers = viewers },
        Channels = [new ChannelOptions { Pack = pack, Source = new SourceOptions { Kind = SourceOptions.Synthetic, SampleRateHz = RateHz } }],
    };

    /// <summary>How far the pipeline is behind the clock, looked at every 2 ms, and what the process uses meanwhile.</summary>
    private static (double DelayP50Ms, double DelayP99Ms, double CpuPercent) Look(EcgChannel channel, double seconds)
    {
        using var process = Process.GetCurrentProcess();
        var delays = new List<double>((int)(seconds / s_look.TotalSeconds) + 1);
        var (cpu, started) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(started).TotalSeconds is var elapsed && elapsed < seconds)
        {
            delays.Add(elapsed * 1000 - channel.Pipeline.Samples * 1000 / RateHz);
            Thread.Sleep(s_look);
        }

        process.Refresh();
        var used = (process.TotalProcessorTime - cpu).TotalSeconds / Stopwatch.GetElapsedTime(started).TotalSeconds;
        delays.Sort();
        // Against the earliest: by how much a sample that is due now came later than the promptest did.
        return (Round(delays[delays.Count / 2] - delays[0]), Round(delays[(int)(0.99 * delays.Count)] - delays[0]), Round(100 * used));
    }

    private static double Round(double value) => Math.Round(value, 1);

    /// <summary>One viewer, who counts what arrives and what is missing in between.</summary>
    private sealed class Viewer
    {
        private const int FirstSampleAt = 8, CountAt = 4;

        private readonly byte[] _buffer = new byte[1 << 18];
        private long _next = -1;

        public long Samples { get; private set; }

        public long Missed { get; private set; }

        public async Task WatchAsync(Uri address, CancellationToken leave)
        {
            using var socket = new ClientWebSocket();
            try
            {
                await socket.ConnectAsync(address, leave);
                while (true)
                {
                    var received = await socket.ReceiveAsync(_buffer.AsMemory(), leave);
                    if (received.MessageType == WebSocketMessageType.Binary) Count();
                }
            }
            catch (OperationCanceledException) when (leave.IsCancellationRequested)
            {
                // Enough was seen.
            }
        }

        private void Count()
        {
            var first = (long)BitConverter.ToDouble(_buffer, FirstSampleAt);
            if (_next >= 0) Missed += first - _next;
            var count = BitConverter.ToUInt32(_buffer, CountAt);
            _next = first + count;
            Samples += count;
        }
    }
}

/// <summary>What viewers of the live stream cost.</summary>
/// <param name="Viewers">How many watch.</param>
/// <param name="Seconds">Seconds measured without, and again with them.</param>
/// <param name="AloneDelayP50Ms">Without: how much later than the promptest one samples come out of the pipeline, median.</param>
/// <param name="AloneDelayP99Ms">The same, 99th percentile.</param>
/// <param name="AloneCpuPercent">Without: use of one core.</param>
/// <param name="WatchedDelayP50Ms">With viewers: delay, median.</param>
/// <param name="WatchedDelayP99Ms">The same, 99th percentile.</param>
/// <param name="WatchedCpuPercent">With viewers: use of one core, their own work included.</param>
/// <param name="ReceivedSamples">Samples that reached them, all together.</param>
/// <param name="MissedSamples">Samples left out in between.</param>
public sealed record ViewerFigures(
    int Viewers,
    double Seconds,
    double AloneDelayP50Ms,
    double AloneDelayP99Ms,
    double AloneCpuPercent,
    double WatchedDelayP50Ms,
    double WatchedDelayP99Ms,
    double WatchedCpuPercent,
    long ReceivedSamples,
    long MissedSamples);
