using EcgEdge.Agent.Options;
using EcgEdge.Agent.Tests.Fixtures;
using Microsoft.Extensions.Configuration;

namespace EcgEdge.Agent.Tests.Options;

/// <summary>Uses environment variables of the process: not beside others that read settings.</summary>
[Collection(nameof(ProcessEnvironment))]
public class OptionsReaderTests
{
    [Fact]
    public void Reads_a_whole_configuration()
    {
        var options = Read(
            ("Device:Name", "ward-3"), ("Http:Port", "9001"), ("Mqtt:Host", "broker"), ("Alerts:AnomalyBeats", "4"),
            ("Channels:0:Name", "chest"), ("Channels:0:Wearer", "Ada"), ("Channels:0:Precision", "fp32"),
            ("Channels:0:Source:Kind", "replay"), ("Channels:0:Source:Path", "x.txt"), ("Channels:0:Source:Speed", "2.5"),
            ("Channels:1:Name", "second"), ("Logging:LogLevel:Default", "Debug"));

        Assert.Equal(("ward-3", 9001, "broker", 4), (options.Device.Name, options.Http.Port, options.Mqtt.Host, options.Alerts.AnomalyBeats));
        Assert.Equal(["chest", "second"], options.Channels.Select(c => c.Name));
        Assert.Equal(2.5, options.Channels[0].Source.Speed);
    }

    [Theory]
    [InlineData("Mqqt:Host", "Mqqt is unknown; did you mean Mqtt?")]
    [InlineData("Mqtt:Hots", "Mqtt:Hots is unknown; did you mean Mqtt:Host?")]
    [InlineData("mqtt:prot", "Mqtt:prot is unknown; did you mean Mqtt:Port?")]
    [InlineData("Channels:0:Source:Pathh", "Channels:0:Source:Pathh is unknown; did you mean Channels:0:Source:Path?")]
    [InlineData("LimitBpm", "LimitBpm is unknown; did you mean Alerts:Brady:LimitBpm or Alerts:Tachy:LimitBpm?")]
    [InlineData("Device:Wibble", "Device:Wibble is unknown; expected Name.")]
    [InlineData("Http:Port:Number", "Http:Port:Number is unknown; Http:Port has no parts, expected a whole number, 0 to 65535.")]
    [InlineData("Channels:first:Name", "Channels:first is unknown; expected Channels:0, Channels:1 and so on.")]
    [InlineData("Channels:1:Name", "Channels:1 is set, but Channels:0 is not; expected numbers from 0 on without a gap.")]
    [InlineData("Logging:LogLevl:Default", "Logging:LogLevl is unknown; did you mean Logging:LogLevel?")]
    [InlineData("Logging:LogLevel:Default", "Logging:LogLevel:Default is \"x\"; expected Trace, Debug, Information, Warning, Error, Critical, None.")]
    public void Refuses_what_it_does_not_know_and_tells_what_was_probably_meant(string key, string error) =>
        Assert.Equal([error], Errors((key, "x")));

    [Theory]
    [InlineData("Http:Port", "eighty", "Http:Port is \"eighty\"; expected a whole number, 0 to 65535.")]
    [InlineData("Http:Port", "", "Http:Port is empty; expected a whole number, 0 to 65535.")]
    [InlineData("Http:Port", "80.5", "Http:Port is \"80.5\"; expected a whole number, 0 to 65535.")]
    [InlineData("Http:Port", "99999999999", "Http:Port is \"99999999999\"; expected a whole number, 0 to 65535.")]
    [InlineData("Mqtt:UseTls", "yes", "Mqtt:UseTls is \"yes\"; expected true or false.")]
    [InlineData("Alerts:MinimumQuality", "0,5", "Alerts:MinimumQuality is \"0,5\"; expected 0 to 1.")]
    [InlineData("Channels:0:Precision", "1", "Channels:0:Precision is \"1\"; expected int8 or fp32.")]
    [InlineData("Device", "8080", "Device is \"8080\"; expected a section with Name.")]
    [InlineData("Channels", "2", "Channels is \"2\"; expected a list.")]
    [InlineData("Watchdog:StuckSeconds", "1", "Watchdog:StuckSeconds is 1; expected 2 to 300.")]
    [InlineData("Channels:0:Source:Speed", "0", "Channels:0:Source:Speed is 0; expected a number above 0.")]
    public void A_value_that_cannot_be_used_is_named_with_what_was_expected(string key, string value, string error) =>
        Assert.Equal([error], Errors((key, value)));

    [Fact]
    public void Two_channels_of_one_name_are_refused() =>
        Assert.Equal(
            ["Channels:1:Name is \"a\", as another channel's is; expected a name of its own."],
            Errors(("Channels:0:Name", "a"), ("Channels:1:Name", "a"), ("Channels:2:Name", "b")));

    [Fact]
    public void Null_is_not_set() => Assert.Equal(8080, Read(("Http:Port", null!)).Http.Port);

    [Fact]
    public void Tells_all_errors_at_once()
    {
        var error = Assert.Throws<OptionsException>(() => Read(
            ("Http:Port", "70000"), ("Mqtt:Port", "x"), ("Mqtt:Hots", "x"), ("Alerts:ClearBeats", "0"), ("Channels:0:MainsHz", "55"), ("Channels:0:Source:Kind", "magic"), ("Device:Name", "a/b")));
        foreach (var part in (string[])["Http:Port is 70000", "Mqtt:Port is \"x\"", "Mqtt:Hots is unknown", "Alerts:ClearBeats is 0", "Channels:0:MainsHz is 55", "Kind is \"magic\"", "Device:Name"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_of_alert_keeps_the_defaults_that_are_not_set()
    {
        var alerts = Read(("Alerts:Pause:Enabled", "false"), ("Alerts:Brady:LimitBpm", "45"), ("Alerts:Asystole:AfterSeconds", "5.5")).Alerts;
        Assert.Equal((false, 3, 60), (alerts.Pause.Enabled, alerts.Pause.AfterSeconds, alerts.Pause.CooldownSeconds));
        Assert.Equal((45, 5, 140), (alerts.Brady.LimitBpm, alerts.Brady.HysteresisBpm, alerts.Tachy.LimitBpm));
        Assert.Equal((5.5, 3, 0), (alerts.Asystole.AfterSeconds, alerts.Asystole.ClearBeats, alerts.Asystole.CooldownSeconds));
    }

    [Theory]
    [InlineData("Alerts:Asystole:AfterSeconds", "2.9", "expected 3 to 10")]
    [InlineData("Alerts:Asystole:AfterSeconds", "NaN", "expected 3 to 10")]
    [InlineData("Alerts:Pause:AfterSeconds", "11", "expected 2 to 10")]
    [InlineData("Alerts:Vt:Beats", "2", "expected 3 to 30")]
    [InlineData("Alerts:Pvc:CooldownSeconds", "-1", "expected 0 to 3600")]
    [InlineData("Alerts:Brady:LimitBpm", "138", "below Alerts:Tachy:LimitBpm")]
    [InlineData("Alerts:LeadsOff:AfterSeconds", "0", "expected 1 to 300")]
    [InlineData("Alerts:Bigeminy:Pairs", "1", "expected 2 to 30")]
    public void A_kind_of_alert_out_of_range_is_named(string key, string value, string expected)
    {
        var message = Assert.Throws<OptionsException>(() => Read((key, value))).Message;
        Assert.Contains($"{key} is {value}", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Http:Address", "here", "expected an IP address")]
    [InlineData("Http:HttpsPort", "65536", "expected 0 to 65535")]
    [InlineData("Http:HttpsPort", "8080", "expected another")]
    [InlineData("Http:KeyFile", "key.pem", "without Http:CertificateFile")]
    [InlineData("Http:AllowedHosts:0", "a b", "expected host names")]
    [InlineData("Http:SessionHours", "0", "expected 1 to 8760")]
    [InlineData("Http:RequestsPerSecond", "0", "expected 1 to 100000")]
    [InlineData("Http:AnalysesPerMinute", "0", "expected 1 to 1000000")]
    [InlineData("Http:MaxUploadMegabytes", "1025", "expected 1 to 1024")]
    [InlineData("Http:MaxViewers", "0", "expected 1 to 1000")]
    public void An_HTTP_option_out_of_range_is_named(string key, string value, string expected)
    {
        var message = Assert.Throws<OptionsException>(() => Read((key, value))).Message;
        Assert.Contains(key.Split(':')[1], message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_recorder_is_off_unless_asked_for_and_lies_beside_the_store()
    {
        Assert.Equal((false, 30, 10_000, 100), (new RecorderOptions().Enabled, new RecorderOptions().MaxDays, new RecorderOptions().MaxMegabytes, new RecorderOptions().MinFreeMegabytes));
        var options = Read(("Recorder:Enabled", "true"), ("Recorder:MaxDays", "7"), ("Storage:Directory", "/data"));
        Assert.Equal((true, 7, "/data/recordings"), (options.Recorder.Enabled, options.Recorder.MaxDays, options.Recorder.FolderWithin(options.Storage)));
        Assert.Equal("/card", Read(("Recorder:Directory", "/card")).Recorder.FolderWithin(options.Storage));
    }

    [Theory]
    [InlineData("Recorder:MaxDays", "0", "expected 1 to 3650")]
    [InlineData("Recorder:MaxMegabytes", "0", "expected 1 to 100000000")]
    [InlineData("Recorder:MinFreeMegabytes", "-1", "expected 0 to 1000000")]
    [InlineData("Recorder:Directory", " ", "expected a folder")]
    public void A_bound_of_the_recorder_out_of_range_is_named(string key, string value, string expected)
    {
        var message = Assert.Throws<OptionsException>(() => Read((key, value))).Message;
        Assert.Contains(key, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Http:Port")]
    [InlineData("stray")]
    public void A_mistyped_argument_does_not_vanish(string argument) =>
        Assert.Throws<OptionsException>(() => OptionsReader.Gather([argument]));

    [Fact]
    public void Arguments_are_settings() =>
        Assert.Equal(9002, OptionsReader.Read(OptionsReader.Gather(["--Http:Port", "9002", "--Device:Name=x"])).Http.Port);

    [Fact]
    public void Every_error_tells_where_the_value_comes_from()
    {
        using var folder = new TempDirectory();
        var file = folder["appsettings.json"];
        File.WriteAllText(file, "{\n  \"Http\": {\n    \"Port\": 70000\n  },\n  \"Mqtt\": { \"Port\": 0, \"Host\": \"b\" }\n}");
        Environment.SetEnvironmentVariable("ECGEDGE__Alerts__ClearBeats", "0");
        try
        {
            var error = Assert.Throws<OptionsException>(() => OptionsReader.Read(
                SettingsPlaces.Of(["--Mqtt:MaxInFlight", "0", $"--Storage:Directory={folder.Path}"], folder.Path).Gather()));
            Assert.Equal(
                [
                    $"Http:Port is 70000; expected 0 to 65535 ({file}, line 3).",
                    $"Mqtt:Port is 0; expected 1 to 65535 ({file}, line 5).",
                    "Mqtt:MaxInFlight is 0; expected 1 to 1000 (command line, --Mqtt:MaxInFlight).",
                    "Alerts:ClearBeats is 0; expected 1 to 1000 (environment variable ECGEDGE__Alerts__ClearBeats).",
                ],
                error.Errors);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ECGEDGE__Alerts__ClearBeats", null);
        }
    }

    [Fact]
    public void A_secret_comes_from_the_environment_alone_and_is_never_shown()
    {
        Assert.Equal(
            ["Mqtt:Password is a secret; expected it in the environment, as ECGEDGE__Mqtt__Password, and nowhere else."],
            Errors(("Mqtt:Password", "geheim"), ("Mqtt:Username", "ecg")));
        Environment.SetEnvironmentVariable("ECGEDGE__Mqtt__Password", "geheim");
        try
        {
            var configuration = OptionsReader.Gather(["--Mqtt:Username", "ecg"]);
            var options = OptionsReader.Read(configuration);
            Assert.Equal("geheim", options.Mqtt.Password!.Reveal());
            Assert.DoesNotContain("geheim", options.ToString(), StringComparison.Ordinal);
            Assert.Contains(SettingsList.Of(options, configuration), s => s == new SettingValue("Mqtt:Password", "***", "environment variable ECGEDGE__Mqtt__Password"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("ECGEDGE__Mqtt__Password", null);
        }
    }

    private static IReadOnlyList<string> Errors(params (string Key, string Value)[] settings) => Assert.Throws<OptionsException>(() => Read(settings)).Errors;

    private static AgentOptions Read(params (string Key, string Value)[] settings) => OptionsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
}
