using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;

namespace EcgEdge.Agent.Tests.Alerts;

/// <summary>Plays beats made by hand to an <see cref="AlertPolicy"/> at 250 Hz and keeps what it raises.</summary>
internal sealed class BeatPlayer
{
    public const int Rate = 250;

    private static readonly string[] s_classes = ["N", "S", "V", "F", "Q"];

    private long _at;

    public BeatPlayer(AlertOptions? options = null, string[]? classes = null)
    {
        Classes = classes ?? s_classes;
        var signal = new LiveSignal(Rate, 60);
        signal.SetTime(0, DateTimeOffset.UnixEpoch);
        Policy = new AlertPolicy(
            // Anomalies have tests of their own.
            (options ?? new AlertOptions()) with { Anomaly = new AlertRuleOptions { Enabled = false } },
            new AlertOrigin("chest", "Ada", "aami", "1.0.0", Classes), signal, (alert, index) => Alerts.Add((alert, index)));
    }

    public string[] Classes { get; }

    public AlertPolicy Policy { get; }

    /// <summary>Every change of an alert and the sample at which it was known.</summary>
    public List<(Alert Alert, long At)> Alerts { get; } = [];

    public double Seconds => (double)_at / Rate;

    /// <summary>Plays beats of these letters: N, S, V, F, Q; a small letter is a beat of poor quality, _ a gap.</summary>
    public BeatPlayer Play(string beats, double rrSeconds)
    {
        foreach (var letter in beats)
        {
            if (letter == '_')
            {
                Policy.OnGap(_at);
                _at += Rate;
                continue;
            }

            var end = _at + (long)(rrSeconds * Rate);
            Policy.OnBeat(new BeatRecord
            {
                StartIndex = _at,
                EndIndex = end,
                ClassIndex = Array.IndexOf(Classes, char.ToUpperInvariant(letter).ToString()),
                Quality = char.IsLower(letter) ? 0.1f : 0.9f,
                RrSeconds = rrSeconds,
            });
            _at = end;
        }

        return this;
    }

    public Alert[] Of(string kind) => [.. Alerts.Select(a => a.Alert).Where(a => a.Kind == kind)];

    /// <summary>The states the alerts of a kind went through, updates left out.</summary>
    public string Story(string kind) => string.Join(' ', Of(kind).Where(a => a.State != AlertState.Updated).Select(a => a.State.ToString()));
}
