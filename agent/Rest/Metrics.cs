using System.Diagnostics;
using System.Globalization;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Live;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Rest;

/// <summary>The agent's metrics as Prometheus reads them.</summary>
public sealed class Metrics(
    ChannelSet channels, BeatWriter beats, AlertWriter alerts, AlertTally raised, EcgStore store, MqttPublisher mqtt, Viewers viewers)
{
    private static readonly double[] s_quantiles = [0.5, 0.95, 0.99];
    private static readonly string[] s_fileEndings = ["", "-wal", "-shm"];

    /// <summary>All metrics as they are now.</summary>
    public string Text()
    {
        var text = new PrometheusText();
        text.Metric("ecgedge_build_info", "gauge", "Version of the agent.").Sample(1, ("version", AgentState.Version));
        WriteChannels(text);
        WriteInference(text);
        WriteAlerts(text);
        WriteDelivery(text);
        WriteProcess(text);
        return text.ToString();
    }

    private void WriteChannels(PrometheusText text)
    {
        PerChannel("ecgedge_samples_total", "counter", "Samples taken from the source.", c => c.Pipeline.Samples);
        PerChannel("ecgedge_gaps_total", "counter", "Gaps in the signal.", c => c.Pipeline.Gaps);
        text.Metric("ecgedge_beats_total", "counter", "Beats judged, by the class told.");
        foreach (var channel in channels.All)
        {
            foreach (var (name, count) in channel.Pipeline.Tally.ByClass) text.Sample(count, Of(channel), ("class", name));
        }

        PerChannel("ecgedge_anomalous_beats_total", "counter", "Beats called anomalous.", c => c.Pipeline.Tally.Anomalous);
        PerChannel("ecgedge_dropped_beats_total", "counter", "Beats that could not be stored in time.", c => beats.Lost(c.Index));
        PerChannel("ecgedge_source_running", "gauge", "1 while the source gives samples, 0 when it has ended or failed.", c => c.State == SourceState.Running ? 1 : 0);
        PerChannel("ecgedge_leads_on", "gauge", "1 while the electrodes have contact.", c => c.Pipeline.Signal.Leads == LeadState.On ? 1 : 0);
        PerChannel("ecgedge_heart_rate_bpm", "gauge", "Heart rate in beats per minute; left out while unknown.", c => c.Pipeline.Vitals.HeartRateBpm);
        PerChannel("ecgedge_signal_quality_ratio", "gauge", "Signal quality of the last second, 0 to 1.", c => c.Pipeline.Vitals.Quality);

        void PerChannel(string name, string type, string help, Func<EcgChannel, double?> value)
        {
            text.Metric(name, type, help);
            foreach (var channel in channels.All) text.Sample(value(channel), Of(channel));
        }
    }

    private void WriteInference(PrometheusText text)
    {
        text.Metric("ecgedge_inference_duration_seconds", "summary", "Time the models take for a beat; quantiles of all since the start.");
        foreach (var channel in channels.All)
        {
            var times = channel.Pipeline.InferenceTimes;
            var counts = times.Snapshot();
            var micros = DurationHistogram.Percentiles(DurationHistogram.Empty(), counts, s_quantiles);
            for (var i = 0; i < s_quantiles.Length; i++)
                text.Sample(micros?[i] / 1e6 ?? double.NaN, Of(channel), ("quantile", s_quantiles[i].ToString(CultureInfo.InvariantCulture)));
            text.Sample("_sum", times.SumSeconds, Of(channel)).Sample("_count", counts.Sum(), Of(channel));
        }

        text.Metric("ecgedge_inference_failures_total", "counter", "Beats for which the models gave no answer.");
        foreach (var channel in channels.All) text.Sample(channel.Pipeline.Failures, Of(channel));
    }

    private void WriteAlerts(PrometheusText text)
    {
        text.Metric("ecgedge_alerts_total", "counter", "Alerts raised, by kind.");
        foreach (var ((channel, kind), count) in raised.Raised) text.Sample(count, ("channel", channel), ("kind", kind));
        text.Metric("ecgedge_alerts_unstored", "gauge", "Alerts and strips that wait to be stored.").Sample(alerts.Pending);
    }

    private void WriteDelivery(PrometheusText text)
    {
        var (status, count) = (mqtt.Status, store.Count());
        text.Metric("ecgedge_outbox_messages", "gauge", "Messages the broker has not acknowledged yet.").Sample(count.Outbox);
        text.Metric("ecgedge_mqtt_connected", "gauge", "1 while the broker is connected; left out without one.").Sample(status.Enabled ? (status.Connected ? 1 : 0) : null);
        text.Metric("ecgedge_mqtt_published_total", "counter", "Messages that the broker has taken.").Sample(status.Published);
        text.Metric("ecgedge_mqtt_dropped_total", "counter", "Telemetry messages dropped.").Sample(status.Dropped);
        text.Metric("ecgedge_store_alerts", "gauge", "Alerts in the store.").Sample(count.Alerts);
        text.Metric("ecgedge_store_beats", "gauge", "Beats in the store.").Sample(count.Beats);
        text.Metric("ecgedge_store_bytes", "gauge", "Size of the database with its log.").Sample(StoreBytes());
        text.Metric("ecgedge_viewers", "gauge", "Viewers of the live stream.").Sample(viewers.Count);
        text.Metric("ecgedge_viewer_skipped_samples_total", "counter", "Samples that viewers did not get because they were too slow.").Sample(viewers.SkippedSamples);
    }

    private long StoreBytes() => s_fileEndings.Select(end => new FileInfo(store.Path + end)).Where(f => f.Exists).Sum(f => f.Length);

    private static void WriteProcess(PrometheusText text)
    {
        using var process = Process.GetCurrentProcess();
        text.Metric("process_cpu_seconds_total", "counter", "Processor time used.").Sample(process.TotalProcessorTime.TotalSeconds);
        text.Metric("process_resident_memory_bytes", "gauge", "Resident memory.").Sample(process.WorkingSet64);
        text.Metric("process_start_time_seconds", "gauge", "Start of the process, Unix time.")
            .Sample((process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds);
        text.Metric("process_threads", "gauge", "Threads of the process.").Sample(process.Threads.Count);
        text.Metric("dotnet_gc_heap_bytes", "gauge", "Managed memory in use.").Sample(GC.GetTotalMemory(forceFullCollection: false));
    }

    private static (string Name, string Value) Of(EcgChannel channel) => ("channel", channel.Options.Name);
}
