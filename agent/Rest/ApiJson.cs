using System.Text.Json;
using System.Text.Json.Serialization;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Analyses;
using EcgEdge.Agent.Live;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;
using EcgEdge.Inference.Evaluation;
using Microsoft.AspNetCore.Mvc;

namespace EcgEdge.Agent.Rest;

/// <summary>JSON of REST, the live stream, MQTT telemetry and the command line: one spelling everywhere.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    Converters = [typeof(UtcMilliseconds), typeof(FiniteDouble), typeof(FiniteFloat)])]
[JsonSerializable(typeof(StatusDto))]
[JsonSerializable(typeof(IReadOnlyList<ChannelDto>))]
[JsonSerializable(typeof(VitalsDto))]
[JsonSerializable(typeof(IReadOnlyList<VitalsDto>))]
[JsonSerializable(typeof(Page<BeatRow>))]
[JsonSerializable(typeof(Page<MinuteSummary>))]
[JsonSerializable(typeof(BaselineDto[]))]
[JsonSerializable(typeof(Page<Alert>))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(Strip))]
[JsonSerializable(typeof(IReadOnlyList<RecordingDto>))]
[JsonSerializable(typeof(IReadOnlyList<PackDto>))]
[JsonSerializable(typeof(ChannelPackDto))]
[JsonSerializable(typeof(ParityFigures))]
[JsonSerializable(typeof(AnalysisDto))]
[JsonSerializable(typeof(AnalysisStatusDto))]
[JsonSerializable(typeof(IReadOnlyList<AnalysisStatusDto>))]
[JsonSerializable(typeof(SessionDto))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(PackFigures))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(SnoozeDto))]
[JsonSerializable(typeof(Snooze))]
[JsonSerializable(typeof(IReadOnlyList<Snooze>))]
[JsonSerializable(typeof(OpenAlertsDto))]
[JsonSerializable(typeof(HealthDto))]
[JsonSerializable(typeof(BeatTelemetry))]
[JsonSerializable(typeof(WaveTelemetry))]
[JsonSerializable(typeof(CommandResult))]
[JsonSerializable(typeof(SettingsDto))]
[JsonSerializable(typeof(SettingsChangeDto))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonArray))]
[JsonSerializable(typeof(HelloEvent))]
[JsonSerializable(typeof(VitalsEvent))]
[JsonSerializable(typeof(AlertEvent))]
[JsonSerializable(typeof(StateEvent))]
[JsonSerializable(typeof(BeatEvent))]
[JsonSerializable(typeof(Commands.BenchFigures))]
[JsonSerializable(typeof(Commands.ViewerFigures))]
[JsonSerializable(typeof(Commands.DetectionFigures))]
[JsonSerializable(typeof(Commands.StressFigures))]
[JsonSerializable(typeof(Commands.AnalyzeFigures))]
[JsonSerializable(typeof(Commands.AlarmFigures))]
[JsonSerializable(typeof(Commands.ConfigCheck))]
[JsonSerializable(typeof(IReadOnlyList<Doctor.Finding>))]
[JsonSerializable(typeof(Commands.NewTokenDto))]
[JsonSerializable(typeof(Commands.TokenDto[]))]
[JsonSerializable(typeof(Commands.AttachedSource[]))]
public sealed partial class ApiJson : JsonSerializerContext
{
    // Lazy, because the generated half's own static fields may be initialised after these.
    private static readonly Lazy<ApiJson> s_indented = new(() => new(new JsonSerializerOptions(Default!.Options!) { WriteIndented = true }));

    /// <summary>The same, indented for a person's terminal.</summary>
    public static ApiJson Indented => s_indented.Value;
}
