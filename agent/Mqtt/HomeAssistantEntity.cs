using System.Text.Json.Serialization;

namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// What Home Assistant is told of one thing to see or to press: the fields of its MQTT discovery, under its own names. Fields that are null
/// are left out.
/// </summary>
public sealed record HomeAssistantEntity
{
    /// <summary>The kind of thing: sensor, binary_sensor, button. Stands in the topic, not in the payload.</summary>
    [JsonIgnore]
    public string Component { get; init; } = "sensor";

    public required string Name { get; init; }

    public required string UniqueId { get; init; }

    public string? StateTopic { get; init; }

    public string? ValueTemplate { get; init; }

    public string? JsonAttributesTopic { get; init; }

    public string? UnitOfMeasurement { get; init; }

    public string? StateClass { get; init; }

    public string? DeviceClass { get; init; }

    public string? EntityCategory { get; init; }

    public string? Icon { get; init; }

    public string? PayloadOn { get; init; }

    public string? PayloadOff { get; init; }

    public int? SuggestedDisplayPrecision { get; init; }

    /// <summary>Seconds without news after which the value is not shown any more.</summary>
    public int? ExpireAfter { get; init; }

    public string? CommandTopic { get; init; }

    public string? PayloadPress { get; init; }

    public int? Qos { get; init; }

    public required IReadOnlyList<HomeAssistantAvailability> Availability { get; init; }

    public string AvailabilityMode => "all";

    public required HomeAssistantDevice Device { get; init; }

    public required HomeAssistantOrigin Origin { get; init; }
}

/// <summary>A topic that says whether the thing can be reached.</summary>
public sealed record HomeAssistantAvailability(string Topic)
{
    public string PayloadAvailable => "online";

    public string PayloadNotAvailable => "offline";
}

/// <summary>The device a thing belongs to: one per channel.</summary>
public sealed record HomeAssistantDevice(IReadOnlyList<string> Identifiers, string Name, string Manufacturer, string Model, string SwVersion);

/// <summary>The program that says all this.</summary>
public sealed record HomeAssistantOrigin(string Name, string SwVersion);

/// <summary>JSON as Home Assistant wants it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HomeAssistantEntity))]
public sealed partial class HomeAssistantJson : JsonSerializerContext;
