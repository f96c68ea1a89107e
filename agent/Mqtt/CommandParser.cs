using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace EcgEdge.Agent.Mqtt;

/// <summary>
/// Reads a command: one flat JSON object, <c>{"command":"ack","id":"..."}</c>, <c>{"command":"snooze","kind":"beat.pvc","minutes":30}</c> or
/// <c>{"command":"calibrate"}</c>, each with an optional <c>requestId</c>. Whatever the bytes, the answer is a command or one sentence.
/// </summary>
public static class CommandParser
{
    /// <summary>Longest command, bytes.</summary>
    public const int MaxBytes = 4096;

    private const int MaxRequestId = 64, MaxEcho = 40;
    private const string Known = "command, id, kind, minutes, requestId";

    private static readonly JsonReaderOptions s_flat = new() { MaxDepth = 1 };

    /// <summary>Reads a command.</summary>
    /// <param name="payload">What came.</param>
    /// <param name="command">The command; null where there is none.</param>
    /// <param name="problem">What is wrong, in one sentence; null where nothing is.</param>
    public static bool TryParse(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out ChannelCommand? command, [NotNullWhen(false)] out string? problem)
    {
        command = null;
        if (payload.Length > MaxBytes)
        {
            problem = $"the command has more than {MaxBytes} bytes";
            return false;
        }

        try
        {
            var fields = new Fields();
            problem = fields.Read(payload) ?? fields.Make(out command);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // JsonException: no JSON, or nested. InvalidOperationException: text that is no Unicode.
            problem = e is JsonException { BytePositionInLine: { } at }
                ? string.Create(CultureInfo.InvariantCulture, $"the command is no flat JSON object: it breaks off at byte {at} of line {((JsonException)e).LineNumber + 1}")
                : "the command holds text that is no Unicode";
        }

        return command is not null;
    }

    /// <summary>Text of a stranger, short and on one line.</summary>
    private static string Echo(string text)
    {
        var shown = new string([.. text.Take(MaxEcho).Select(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c)]);
        return text.Length > MaxEcho ? shown + "..." : shown;
    }

    /// <summary>The fields of a command as they are met.</summary>
    private sealed class Fields
    {
        private readonly Dictionary<string, object> _values = [];

        /// <returns>What is wrong; null if nothing is.</returns>
        public string? Read(ReadOnlySpan<byte> payload)
        {
            var reader = new Utf8JsonReader(payload, s_flat);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return "the command is no JSON object";
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                object? value = name switch
                {
                    "command" or "id" or "kind" or "requestId" => reader.TokenType == JsonTokenType.String ? reader.GetString() : null,
                    "minutes" => reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null,
                    _ => name,
                };
                if (ReferenceEquals(value, name)) return $"'{Echo(name)}' is not understood; expected {Known}";
                if (value is null) return $"{name} is of the wrong type; expected {(name == "minutes" ? "a whole number" : "a string")}";
                if (!_values.TryAdd(name, value)) return $"{name} is there twice";
            }

            reader.Read();
            return null;
        }

        /// <returns>What is wrong; null if nothing is.</returns>
        public string? Make(out ChannelCommand? command)
        {
            command = null;
            var requestId = Text("requestId");
            if (requestId is { Length: > MaxRequestId }) return $"requestId has {requestId.Length} characters; expected at most {MaxRequestId}";
            var name = Text("command");
            string[] taken = name switch { "ack" => ["id"], "snooze" => ["kind", "minutes"], _ => [] };
            if (_values.Keys.FirstOrDefault(k => k is not ("command" or "requestId") && !taken.Contains(k)) is { } odd && name is "ack" or "snooze" or "calibrate")
                return $"{odd} does not go with {name}";
            switch (name)
            {
                case "ack":
                    Guid? id = null;
                    if (Text("id") is { } text)
                    {
                        if (!Guid.TryParseExact(text, "D", out var parsed)) return $"id is '{Echo(text)}'; expected the id of an alert";
                        id = parsed;
                    }

                    command = new AcknowledgeCommand(id, requestId);
                    return null;
                case "snooze":
                    if (Text("kind") is not { } kind) return "kind is missing; snooze needs the kind of alert";
                    if (!_values.TryGetValue("minutes", out var minutes)) return "minutes is missing; snooze needs a number, 0 to end it";
                    command = new SnoozeCommand(Echo(kind), (long)minutes, requestId);
                    return null;
                case "calibrate":
                    command = new CalibrateCommand(requestId);
                    return null;
                default:
                    return name is null
                        ? "command is missing; expected ack, snooze or calibrate"
                        : $"command is '{Echo(name)}'; expected ack, snooze or calibrate";
            }
        }

        private string? Text(string name) => _values.GetValueOrDefault(name) as string;
    }
}
