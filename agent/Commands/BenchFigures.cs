namespace EcgEdge.Agent.Commands;

/// <summary>What this machine does with the whole path, from samples to verdicts.</summary>
/// <param name="Machine">Processor, cores, operating system, runtime.</param>
/// <param name="Pack">Model pack and precision.</param>
/// <param name="Channels">Channels run one after the other on one thread.</param>
/// <param name="SignalSeconds">Seconds of signal per channel.</param>
/// <param name="SampleRateHz">Samples per second of each.</param>
/// <param name="Beats">Beats judged.</param>
/// <param name="RealTimeFactor">Seconds of signal per second of one core; as many channels as this at 250 Hz fill the core.</param>
/// <param name="MicrosecondsPerSample">Mean over the whole path, models included.</param>
/// <param name="MicrosecondsPerBeat">Median time of the models alone.</param>
/// <param name="MicrosecondsPerModel">Median time of each model by itself; some take no part in verdicts.</param>
/// <param name="FilterNanosecondsPerSample">The filter alone, mains detected.</param>
/// <param name="DetectorNanosecondsPerSample">The R-peak detector alone.</param>
/// <param name="VerdictP50Us">From the last sample a verdict needs to the verdict, microseconds.</param>
/// <param name="VerdictP95Us">The same, 95th percentile.</param>
/// <param name="VerdictP99Us">The same, 99th percentile.</param>
/// <param name="AllocatedBytes">Allocated on the thread while it ran.</param>
/// <param name="ResidentMegabytes">Resident memory of the process.</param>
public sealed record BenchFigures(
    string Machine,
    string Pack,
    int Channels,
    double SignalSeconds,
    double SampleRateHz,
    long Beats,
    double RealTimeFactor,
    double MicrosecondsPerSample,
    double MicrosecondsPerBeat,
    IReadOnlyDictionary<string, double> MicrosecondsPerModel,
    double FilterNanosecondsPerSample,
    double DetectorNanosecondsPerSample,
    double VerdictP50Us,
    double VerdictP95Us,
    double VerdictP99Us,
    long AllocatedBytes,
    double ResidentMegabytes);
