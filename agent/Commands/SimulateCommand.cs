using System.CommandLine;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Simulation;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Commands;

/// <summary><c>simulate</c>: a virtual front end at the other end of a pseudo-terminal or TCP port.</summary>
internal static class SimulateCommand
{
    private const double TurnSeconds = 0.02;

    public static Command Create()
    {
        var defaults = new SyntheticHeartOptions();
        var port = new Option<string?>("--port") { Description = "Name under which the serial line appears; default ecgedge-front-end in the temporary folder." };
        var tcp = new Option<int?>("--tcp") { Description = "TCP port on 127.0.0.1 instead of a serial line." };
        var protocol = new Option<FrontEndProtocol>("--protocol") { Description = "Binary, Text, TextLeads or TextTime.", DefaultValueFactory = _ => FrontEndProtocol.Binary };
        var rate = new Option<double>("--rate") { Description = "Samples per second.", DefaultValueFactory = _ => defaults.SampleRateHz };
        var heartRate = new Option<double>("--heart-rate") { Description = "Beats per minute.", DefaultValueFactory = _ => defaults.HeartRateBpm };
        var rhythm = new Option<SimulatedRhythm>("--rhythm") { Description = "Normal, Ectopic, Bigeminy or Asystole (after a minute).", DefaultValueFactory = _ => SimulatedRhythm.Ectopic };
        var record = new Option<string?>("--record") { Description = "A recording to send over and over instead of a synthetic heart." };
        var noise = new Option<double>("--noise") { Description = "White noise of the synthetic heart, millivolts (standard deviation).", DefaultValueFactory = _ => defaults.NoiseMillivolts };
        var mains = new Option<double>("--mains") { Description = "Mains hum of the synthetic heart, millivolts (amplitude, 50 Hz).", DefaultValueFactory = _ => defaults.MainsMillivolts };
        var faults = new Option<string[]>("--faults") { Description = $"What goes wrong: {Faults.Words}.", AllowMultipleArgumentsPerToken = true };
        var seed = new Option<int>("--seed") { Description = "Seed of everything that is random.", DefaultValueFactory = _ => 1 };
        var seconds = new Option<double>("--seconds") { Description = "Ends after so long; default only when stopped.", DefaultValueFactory = _ => double.PositiveInfinity };
        var command = new Command("simulate", "A virtual front end: a serial line or TCP port that sends an ECG.")
        {
            port, tcp, protocol, rate, heartRate, rhythm, record, noise, mains, faults, seed, seconds,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new VirtualFrontEndOptions
            {
                SampleRateHz = parsed.GetValue(rate),
                Protocol = parsed.GetValue(protocol),
                Seed = parsed.GetValue(seed),
                Faults = ParseFaults(parsed.GetValue(faults) ?? []),
            };
            if (!(options.SampleRateHz is >= 100 and <= 2000)) throw new OptionsException($"--rate is {options.SampleRateHz}; expected 100 to 2000");
            var heart = defaults with
            {
                SampleRateHz = options.SampleRateHz,
                HeartRateBpm = parsed.GetValue(heartRate),
                NoiseMillivolts = parsed.GetValue(noise),
                MainsMillivolts = parsed.GetValue(mains),
                Seed = options.Seed,
            };
            if (!(heart.HeartRateBpm is >= 20 and <= 300)) throw new OptionsException($"--heart-rate is {heart.HeartRateBpm}; expected 20 to 300");
            var signal = parsed.GetValue(record) is { } path
                ? SimulatedWearer.Replay(RecordingFile.Read(path).Recording, options.SampleRateHz)
                : SimulatedWearer.Heart(heart, parsed.GetValue(rhythm));

            using IFrontEndOutlet outlet = parsed.GetValue(tcp) is { } number
                ? new TcpOutlet(number)
                : new TerminalOutlet(parsed.GetValue(port) ?? Path.Combine(Path.GetTempPath(), "ecgedge-front-end"));
            await SendAsync(new VirtualFrontEnd(options, signal), options, outlet, parsed.GetValue(seconds), cancellation);
            return CommandLine.Success;
        });
        return command;
    }

    private static async Task SendAsync(
        VirtualFrontEnd frontEnd, VirtualFrontEndOptions options, IFrontEndOutlet outlet, double seconds, CancellationToken cancellation)
    {
        outlet.SetPlugged(true);
        Console.WriteLine($"{outlet.Text}: {options.SampleRateHz} samples per second, {options.Protocol}. Read it with");
        Console.WriteLine(outlet is TcpOutlet
            ? $"  ecgedge run --Channels:0:Source:Kind tcp --Channels:0:Source:Host 127.0.0.1 --Channels:0:Source:Port {outlet.Text.Split(':')[1]} --Channels:0:Source:Analog:ReferenceVolts 5"
            : $"  ecgedge run --Channels:0:Source:Kind serial --Channels:0:Source:Path {outlet.Text} --Channels:0:Source:Analog:ReferenceVolts 5");

        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        var trueRateHz = options.SampleRateHz * (1 + options.Faults.DriftPercent / 100);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(TurnSeconds), time);
        try
        {
            for (var elapsed = 0.0; elapsed < seconds; elapsed = time.GetElapsedTime(start).TotalSeconds)
            {
                while (frontEnd.Samples < elapsed * trueRateHz)
                {
                    var bytes = frontEnd.Next();
                    outlet.SetPlugged(!frontEnd.IsUnplugged);
                    outlet.Send(bytes);
                }

                await timer.WaitForNextTickAsync(cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped by hand: the line is taken away below.
        }
    }

    private static Faults ParseFaults(string[] words)
    {
        try
        {
            return Faults.Parse(words);
        }
        catch (FormatException e)
        {
            throw new OptionsException(e.Message, e);
        }
    }
}
