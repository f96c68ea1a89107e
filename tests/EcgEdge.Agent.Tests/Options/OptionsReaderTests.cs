using EcgEdge.Agent.Options;
using Microsoft.Extensions.Configuration;

namespace EcgEdge.Agent.Tests.Options;

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
    [InlineData("Mqqt:Host")]
    [InlineData("Mqtt:Hots")]
    [InlineData("Channels:0:Source:Pathh")]
    public void Refuses_an_unknown_key_by_name(string key)
    {
        var error = Assert.Throws<OptionsException>(() => Read((key, "x")));
        Assert.Contains(key.Split(':')[^1] is "Host" ? "Mqqt" : key.Split(':')[^1], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_all_errors_at_once()
    {
        var error = Assert.Throws<OptionsException>(() => Read(
            ("Http:Port", "70000"), ("Alerts:ClearBeats", "0"), ("Channels:0:MainsHz", "55"), ("Channels:0:Source:Kind", "magic"), ("Device:Name", "a/b")));
        foreach (var part in (string[])["Http:Port is 70000", "Alerts:ClearBeats is 0", "Channels:0:MainsHz is 55", "Kind is \"magic\"", "Device:Name"])
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

    [Fact]
    public void A_value_of_the_wrong_type_is_named() =>
        Assert.Contains("Port", Assert.Throws<OptionsException>(() => Read(("Http:Port", "eighty"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Serves_loopback_only() =>
        Assert.Contains("only loopback", Assert.Throws<OptionsException>(() => Read(("Http:Address", "0.0.0.0"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("--Http:Port")]
    [InlineData("stray")]
    public void A_mistyped_argument_does_not_vanish(string argument) =>
        Assert.Throws<OptionsException>(() => OptionsReader.Gather([argument]));

    [Fact]
    public void Arguments_are_settings() =>
        Assert.Equal(9002, OptionsReader.Read(OptionsReader.Gather(["--Http:Port", "9002", "--Device:Name=x"])).Http.Port);

    private static AgentOptions Read(params (string Key, string Value)[] settings) => OptionsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
}
