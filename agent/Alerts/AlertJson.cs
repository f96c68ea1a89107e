using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Alerts;

/// <summary>
/// JSON of alerts and strips, the same over MQTT, REST and the live stream: camelCase, times as ISO 8601 UTC with milliseconds, null for
/// a number that is not known (NaN, infinite).
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    Converters = [typeof(UtcMilliseconds), typeof(FiniteDouble), typeof(FiniteFloat)])]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(Page<Alert>))]
[JsonSerializable(typeof(Strip))]
[JsonSerializable(typeof(IReadOnlyList<StripBeat>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, int>))]
public sealed partial class AlertJson : JsonSerializerContext;

/// <summary>A time as <c>2026-01-31T12:00:00.000Z</c>.</summary>
public sealed class UtcMilliseconds : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}

/// <summary>A number, or null where JSON has none for it.</summary>
public sealed class FiniteDouble : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}

/// <inheritdoc cref="FiniteDouble"/>
public sealed class FiniteFloat : JsonConverter<float>
{
    public override bool HandleNull => true;

    public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? float.NaN : reader.GetSingle();

    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options)
    {
        if (float.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}
