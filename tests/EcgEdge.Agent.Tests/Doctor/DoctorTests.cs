using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EcgEdge.Agent.Doctor;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Store;
using EcgEdge.Agent.Tests.Fixtures;
using EcgEdge.Agent.Tests.Hosting;

namespace EcgEdge.Agent.Tests.Doctor;

/// <summary>The doctor's findings in situations that are what they are said to be: real files, ports, brokers, certificates.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_command_finds_nothing_wrong_with_a_good_set_up_and_a_running_agent()
    {
        await using var broker = await MosquittoBroker.StartedAsync();
        var port = MosquittoBroker.FreePort();
        string[] settings = ["--Storage:Directory", _folder["store"], "--Http:Port", Text(port), "--Mqtt:Host", "localhost", "--Mqtt:Port", Text(broker.Port)];
        await using var agent = AgentProcess.Start(_folder.Path, null, ["run", .. settings]);
        await agent.Serves();

        var (exitCode, output) = await AgentProcess.RunAsync(_folder.Path, ["doctor", .. settings]);
        Assert.True(exitCode == 0, string.Join('\n', output));
        Assert.Contains(output, line => line == $"ok    http: an ecgedge serves on 127.0.0.1:{port}");
        Assert.Contains(output, line => line.StartsWith($"ok    storage: {_folder["store"]}/ecgedge.db is whole", StringComparison.Ordinal));
        Assert.Contains(output, line => line == $"ok    broker: mqtt://localhost:{broker.Port} lets us in");
        Assert.Contains(output, line => line.StartsWith("ok    models: pack ecg5000", StringComparison.Ordinal));
        Assert.DoesNotContain(output, line => line.StartsWith("fail", StringComparison.Ordinal));
        // The running agent has not been thrown out of the broker by its doctor.
        Assert.DoesNotContain(agent.Output.All, line => line.Contains("connection to", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_command_tells_everything_that_is_wrong_and_how_to_mend_it()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await File.WriteAllTextAsync(_folder["ecgedge.db"], "not a database, however long it may be read", Cancellation);
        var (exitCode, output) = await AgentProcess.RunAsync(
            _folder.Path, "doctor", "--json", "--Storage:Directory", _folder.Path, "--Http:Port", Text(((IPEndPoint)taken.LocalEndpoint).Port), "--Mqtt:Host", "localhost",
            "--Mqtt:Port", Text(MosquittoBroker.FreePort()), "--Channels:0:Pack", "nopack", "--Channels:0:Source:Kind", "replay", "--Channels:0:Source:Path", _folder["none.txt"]);
        Assert.Equal(1, exitCode);
        using var json = JsonDocument.Parse(string.Join('\n', output));
        var failed = json.RootElement.EnumerateArray().Where(f => f.GetProperty("state").GetString() == "fail").ToArray();
        Assert.Equal(["models", "data", "storage", "http", "broker"], failed.Select(f => f.GetProperty("what").GetString()!.Split(':')[0]));
        Assert.All(failed, f => Assert.NotEmpty(f.GetProperty("mend").GetString()!));
    }

    [Fact]
    public async Task Bad_settings_are_told_all_at_once_and_the_rest_is_looked_at_all_the_same()
    {
        await File.WriteAllTextAsync(_folder["appsettings.json"], "{ \"Http\": { \"Prot\": 1 }, \"Mqtt\": { \"Host\": \"b\", \"Port\": 0 } }", Cancellation);
        var (exitCode, output) = await AgentProcess.RunAsync(_folder.Path, "doctor", "--Storage:Directory", _folder["store"]);
        Assert.Equal(1, exitCode);
        Assert.Equal(2, output.Count(line => line.StartsWith("fail  settings: ", StringComparison.Ordinal)));
        Assert.Contains(output, line => line.Contains(": models: pack ecg5000", StringComparison.Ordinal) || line.StartsWith("ok    models: pack ecg5000", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("localhost", FindingState.Ok, "certificate good until")]
    [InlineData("elsewhere.example", FindingState.Fail, "TLS fails")]
    public async Task The_brokers_certificate_is_verified(string nameInCertificate, FindingState state, string what)
    {
        var (authority, server, key) = new Certificates(_folder).Make("test", nameInCertificate);
        await using var broker = await MosquittoBroker.StartedAsync(
            ["allow_anonymous true", $"certfile {server}", $"keyfile {key}"], ["--cafile", authority, "--insecure"]);
        var findings = await Broker(new Agent.Mqtt.MqttOptions { Host = "localhost", Port = broker.Port, CaFile = authority });
        Assert.Contains(findings, f => f.State is FindingState.Ok or FindingState.Warn == (state == FindingState.Ok) && f.What.Contains(what, StringComparison.Ordinal));
        Assert.Equal(state == FindingState.Ok ? FindingState.Ok : FindingState.Fail, findings[^1].State);
    }

    [Fact]
    public async Task A_wrong_password_is_told()
    {
        await ChildProcess.RunAsync(ChildProcess.Find("mosquitto_passwd") ?? "mosquitto_passwd", "-c", "-b", _folder["users"], "ecg", "right");
        await using var broker = await MosquittoBroker.StartedAsync(["allow_anonymous false", $"password_file {_folder["users"]}"], ["-u", "ecg", "-P", "right"]);
        var wrong = await Broker(new Agent.Mqtt.MqttOptions { Host = "localhost", Port = broker.Port, Username = "ecg", Password = new Secret("wrong") });
        Assert.Equal(FindingState.Fail, wrong[^1].State);
        Assert.DoesNotContain("wrong", wrong[^1].What, StringComparison.Ordinal);
        var right = await Broker(new Agent.Mqtt.MqttOptions { Host = "localhost", Port = broker.Port, Username = "ecg", Password = new Secret("right") });
        Assert.Equal((FindingState.Ok, $"broker: mqtt://localhost:{broker.Port} lets us in as ecg"), (right[^1].State, right[^1].What));
    }

    [Fact]
    public void A_newer_and_a_good_database_are_told_apart()
    {
        EcgStore.Open(_folder.Path).Dispose();
        Assert.Equal(FindingState.Ok, StorageExam.Run(new StorageOptions { Directory = _folder.Path }).Last().State);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder["ecgedge.db"]};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 999";
            command.ExecuteNonQuery();
        }

        var newer = StorageExam.Run(new StorageOptions { Directory = _folder.Path }).Last();
        Assert.Equal(FindingState.Fail, newer.State);
        Assert.Contains("of version 999", newer.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_storage_directory_in_a_file_cannot_be_written()
    {
        File.WriteAllText(_folder["file"], "");
        Assert.Equal(FindingState.Fail, StorageExam.Run(new StorageOptions { Directory = "/proc/ecgedge" }).First().State);
        Assert.Equal(FindingState.Ok, StorageExam.Run(new StorageOptions { Directory = _folder["a/b/c"] }).First().State);
        Assert.False(Directory.Exists(_folder["a"]));
    }

    [Theory]
    [InlineData(2026, true, FindingState.Ok, FindingState.Ok)]
    [InlineData(2026, false, FindingState.Ok, FindingState.Warn)]
    [InlineData(1970, false, FindingState.Fail, FindingState.Warn)]
    [InlineData(2200, true, FindingState.Fail, FindingState.Ok)]
    [InlineData(2026, null, FindingState.Ok, FindingState.Warn)]
    public void A_clock_that_cannot_be_right_is_told(int year, bool? isSynchronised, FindingState time, FindingState kept)
    {
        var built = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal([time, kept], ClockExam.Run(new DateTimeOffset(year, 6, 1, 0, 0, 0, TimeSpan.Zero), built, isSynchronised).Select(f => f.State));
    }

    [Fact]
    public async Task The_kernel_says_of_its_clock_what_adjtimex_says()
    {
        Assert.SkipWhen(!File.Exists("/usr/bin/python3"), "python3 is not installed");
        const string ask = "import ctypes; b = ctypes.create_string_buffer(512); l = ctypes.CDLL(None); l.adjtimex(b); print(l.adjtimex(b) != 5)";
        await using var python = new ChildProcess("/usr/bin/python3", "-c", ask);
        var isSynchronised = await python.Output.First(_ => true).Within("python's answer");
        Assert.Equal(isSynchronised == "True", KernelClock.IsSynchronised());
    }

    [Fact]
    public void Devices_are_listed_and_none_is_no_fault()
    {
        Assert.Equal([FindingState.Ok], DevicesExam.Run(_folder.Path).Select(f => f.State));
        File.WriteAllText(_folder["ttyUSB0"], "");
        File.WriteAllText(_folder["spidev0.0"], "");
        Assert.Equal([$"devices: {_folder["spidev0.0"]} may be used", $"devices: {_folder["ttyUSB0"]} may be used"], DevicesExam.Run(_folder.Path).Select(f => f.What));
    }

    [Fact]
    public void A_page_that_was_not_built_is_told()
    {
        Assert.Equal(FindingState.Warn, PageExam.Run(_folder.Path).State);
        File.WriteAllText(_folder["index.html"], "");
        Assert.Equal(FindingState.Ok, PageExam.Run(_folder.Path).State);
    }

    private static async Task<List<Finding>> Broker(Agent.Mqtt.MqttOptions mqtt)
    {
        var findings = new List<Finding>();
        await foreach (var finding in BrokerExam.RunAsync(new AgentOptions { Mqtt = mqtt }, Cancellation)) findings.Add(finding);
        return findings;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
