using System.Globalization;
using System.Text.Json;
using EcgEdge.Acquisition.Synthesis;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.EndToEnd.Tests.Firmware;

/// <summary>The firmware, compiled for an Arduino Uno and run in simavr with an ECG at its converter, read by the agent over a serial line.</summary>
public sealed class FirmwareTests : IDisposable
{
    private const int RateHz = 250, LeadsOffFrom = 15 * RateHz, LeadsOffTo = 19 * RateHz;

    private readonly TempDirectory _folder = new();

    [Theory]
    [InlineData("binary")]
    [InlineData("text")]
    public async Task The_agent_hears_the_heart_and_the_electrodes(string protocol)
    {
        var (firmware, board) = await BuildAsync();
        await File.WriteAllLinesAsync(_folder["signal.txt"], Signal(), TestContext.Current.CancellationToken);
        await using var uno = new ChildProcess(board, firmware, _folder["signal.txt"], protocol);
        var line = (await uno.Output.First(l => l.StartsWith("/dev/", StringComparison.Ordinal)).Within("the board's serial line")).Trim();
        await using var agent = await EcgEdgeProgram.StartAsync(
            "run", "--Storage:Directory", _folder.Path, "--Http:Port", "0", "--Channels:0:Pack", "aami", "--Channels:0:Source:Kind", "serial",
            "--Channels:0:Source:Path", line, "--Channels:0:Source:Analog:ReferenceVolts", "5");
        using var asked = new AskedAgent(agent);

        await Poll.UntilAsync(async () => HeartRate(await asked.VitalsAsync()) is > 66 and < 78, "a heart rate of 72");
        await Poll.UntilAsync(async () => (await asked.VitalsAsync()).GetProperty("leads").GetString() == "off", "the electrode that falls off");
        await Poll.UntilAsync(async () => await asked.AlertStateAsync("signal.leads-off") is not null, "the alert of leads off");
        await Poll.UntilAsync(async () => HeartRate(await asked.VitalsAsync()) is not null, "a heart rate again");
        Assert.Null(await asked.AlertStateAsync("source.lost"));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A heart of 72 beats a minute as the AD8232 gives it: 100 times as large, around half of 5 V.</summary>
    private static IEnumerable<string> Signal()
    {
        var heart = new SyntheticHeart(new SyntheticHeartOptions { SampleRateHz = RateHz, EctopicProbability = 0, BigeminyProbability = 0 });
        for (var i = 0; i < 120 * RateHz; i++)
        {
            var isOff = i is >= LeadsOffFrom and < LeadsOffTo;
            yield return string.Create(CultureInfo.InvariantCulture, $"{(int)Math.Round(2500 + 100 * heart.Next())},{(isOff ? 1 : 0)},0");
        }
    }

    private static double? HeartRate(JsonElement vitals) =>
        vitals.GetProperty("heartRateBpm") is { ValueKind: JsonValueKind.Number } rate ? rate.GetDouble() : null;

    private async Task<(string Firmware, string Board)> BuildAsync()
    {
        foreach (var program in (string[])["avr-gcc", "gcc"])
            Assert.SkipWhen(ChildProcess.Find(program) is null, $"{program} is not installed (sudo apt install gcc-avr avr-libc gcc libsimavr-dev libelf-dev)");
        Assert.SkipUnless(File.Exists("/usr/include/simavr/sim_avr.h"), "simavr is not installed (sudo apt install libsimavr-dev)");
        // What the Arduino IDE puts around a sketch.
        await File.WriteAllTextAsync(_folder["main.cpp"], "void setup(); void loop(); int main() { setup(); for (;;) loop(); }", TestContext.Current.CancellationToken);
        var (sketch, source) = (Path.Combine(AppContext.BaseDirectory, "ecgedge.ino"), Path.Combine(AppContext.BaseDirectory, "board.c"));
        await ChildProcess.RunAsync(
            "avr-gcc", "-mmcu=atmega328p", "-DF_CPU=16000000UL", "-Os", "-Wall", "-Wextra", "-Werror", "-x", "c++", sketch, _folder["main.cpp"], "-o", _folder["firmware.elf"]);
        await ChildProcess.RunAsync("gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", _folder["board"], source, "-lsimavr", "-lelf");
        return (_folder["firmware.elf"], _folder["board"]);
    }
}
