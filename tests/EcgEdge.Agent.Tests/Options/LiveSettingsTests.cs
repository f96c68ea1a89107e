using System.Text.Json.Nodes;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Tests.Fixtures;

namespace EcgEdge.Agent.Tests.Options;

[Collection(nameof(ProcessEnvironment))]
public sealed class LiveSettingsTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly CapturingLogs _logs = new();

    public void Dispose()
    {
        _logs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_patch_is_written_applied_and_taken_back()
    {
        var settings = Load();
        var told = new List<AgentOptions>();
        settings.Changed += told.Add;

        var change = settings.Patch(Json("""{ "alerts": { "tachy": { "limitBpm": 120 } }, "Mqtt": { "Port": 1884 }, "Logging": { "LogLevel": { "Default": "Debug" } } }"""));

        Assert.Equal(["Alerts:Tachy:LimitBpm", "Logging:LogLevel:Default"], change.Applied);
        Assert.Equal(["Mqtt:Port"], change.NeedRestart);
        Assert.Equal(["Mqtt:Port"], settings.NeedRestart);
        Assert.Equal(120, Assert.Single(told).Alerts.Tachy.LimitBpm);
        Assert.Equal((120, 1884), (Load().Started.Alerts.Tachy.LimitBpm, Load().Started.Mqtt.Port));
        Assert.False(File.Exists(settings.File + ".new"));

        change = settings.Patch(Json("""{ "ALERTS": null, "Mqtt": { "Port": null } }"""));
        Assert.Equal(["Alerts:Tachy:LimitBpm"], change.Applied);
        Assert.Equal(["Mqtt:Port"], change.NeedRestart);
        Assert.Equal(140, settings.Now.Options.Alerts.Tachy.LimitBpm);
        Assert.Empty(settings.NeedRestart);
    }

    [Fact]
    public void A_patch_with_errors_changes_nothing_and_tells_them_all()
    {
        var settings = Load();
        settings.Patch(Json("""{ "Alerts": { "ClearBeats": 9 } }"""));
        var before = File.ReadAllText(settings.File);

        var error = Assert.Throws<OptionsException>(() => settings.Patch(Json("""{ "Alerts": { "ClearBeats": 0, "Tachy": { "Limit": 1 } }, "Http": { "Port": "x" } }""")));

        Assert.Equal(3, error.Errors.Count);
        Assert.Equal((9, before), (settings.Now.Options.Alerts.ClearBeats, File.ReadAllText(settings.File)));
    }

    [Fact]
    public void What_goes_before_the_file_is_a_conflict()
    {
        var settings = Load("--Http:Port=8081");
        var error = Assert.Throws<SettingsConflictException>(() => settings.Patch(Json("""{ "Http": { "Port": 8082 }, "Alerts": { "ClearBeats": 9 } }""")));
        Assert.Equal(["Http:Port is set by command line, --Http:Port, which goes before what is set here."], error.Errors);
        Assert.False(File.Exists(settings.File));
        Assert.Equal(8, settings.Now.Options.Alerts.ClearBeats);
    }

    [Theory]
    [InlineData("""{ "Storage": { "Directory": "/elsewhere" } }""", "Storage:Directory cannot stand in")]
    [InlineData("""{ "Mqtt": { "Username": "a", "Password": "b" } }""", "Mqtt:Password is a secret")]
    public void What_does_not_belong_into_the_file_is_refused(string patch, string error)
    {
        var settings = Load();
        Assert.StartsWith(error, Assert.Throws<OptionsException>(() => settings.Patch(Json(patch))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(settings.File));
    }

    [Fact]
    public void A_list_of_channels_is_replaced_as_a_whole()
    {
        File.WriteAllText(_folder["appsettings.json"], """{ "Channels": [ { "Name": "a" }, { "Name": "b" } ] }""");
        var settings = Load();
        var change = settings.Patch(Json("""{ "Channels": [ { "Name": "c" } ] }"""));
        Assert.Equal(["c"], settings.Now.Options.Channels.Select(c => c.Name));
        Assert.Contains("Channels:0:Name", change.NeedRestart);
        Assert.Contains("Channels:1:Name", change.NeedRestart);
    }

    [Fact]
    public async Task A_changed_file_is_read_anew_and_a_broken_one_refused()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(_folder["appsettings.json"], """{ "Alerts": { "ClearBeats": 9 } }""", cancellation);
        var settings = Load();
        using var watcher = new SettingsWatcher(settings, new HurriedClock(1, 50), _logs.For<SettingsWatcher>());
        await watcher.StartAsync(cancellation);

        await Write("""{ "Alerts": { "ClearBeats": 10 }, "Http": { "Port": 8090 } }""");
        await _logs.Seen("Settings changed: Alerts:ClearBeats");
        await _logs.Seen("need a restart: Http:Port");
        Assert.Equal(10, settings.Now.Options.Alerts.ClearBeats);

        _logs.ExpectError("The changed settings are not used");
        await Write("""{ "Alerts": { "ClearBeats": 11, } """);
        await _logs.Seen("The changed settings are not used");
        Assert.Contains("appsettings.json, line 1", settings.Problem, StringComparison.Ordinal);
        Assert.Equal(10, settings.Now.Options.Alerts.ClearBeats);

        await Write("""{ "Alerts": { "ClearBeats": 1100 }, "Mqtt": { "Prot": 1 } }""");
        await _logs.Seen("did you mean Mqtt:Port?");
        Assert.Equal(10, settings.Now.Options.Alerts.ClearBeats);

        await Write("""{ "Alerts": { "ClearBeats": 12 } }""");
        await _logs.Seen("Settings changed: Alerts:ClearBeats");
        await Until(() => settings.Now.Options.Alerts.ClearBeats == 12);
        Assert.Null(settings.Problem);
        await watcher.StopAsync(cancellation);

        async Task Write(string text)
        {
            // As a careful editor does: a new file in the place of the old.
            await File.WriteAllTextAsync(_folder["draft"], text, cancellation);
            File.Move(_folder["draft"], _folder["appsettings.json"], overwrite: true);
        }
    }

    private static Task Until(Func<bool> condition) => Poll.Until(condition, "the settings to be read anew");

    private static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;

    private LiveSettings Load(params string[] arguments) => LiveSettings.Load(SettingsPlaces.Of([$"--Storage:Directory={_folder.Path}", .. arguments], _folder.Path));
}
