using System.Globalization;

namespace EcgEdge.Acquisition.Simulation;

/// <summary>What goes wrong with a virtual front end. Everything is drawn from the seed.</summary>
public sealed record Faults
{
    /// <summary>Chance that a byte is lost.</summary>
    public double DropByte { get; init; }

    /// <summary>Chance that one bit of a frame or line is wrong.</summary>
    public double FlipBit { get; init; }

    /// <summary>Percent by which it samples faster (above 0) or slower than it says.</summary>
    public double DriftPercent { get; init; }

    /// <summary>Mean seconds between stretches of <see cref="StuckLasts"/> in which the value is stuck; 0 for never.</summary>
    public double StuckEverySeconds { get; init; }

    /// <summary>Mean seconds between stretches of <see cref="LeadsOffLasts"/> with an electrode off; 0 for never.</summary>
    public double LeadsOffEverySeconds { get; init; }

    /// <summary>Mean seconds between unplugged stretches of <see cref="UnpluggedLasts"/>; 0 for never.</summary>
    public double UnplugEverySeconds { get; init; }

    public static TimeSpan StuckLasts { get; } = TimeSpan.FromSeconds(2);

    public static TimeSpan LeadsOffLasts { get; } = TimeSpan.FromSeconds(4);

    public static TimeSpan UnpluggedLasts { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Words of <see cref="Parse"/>.</summary>
    public const string Words = "drop:CHANCE flip:CHANCE drift:PERCENT stuck:SECONDS leads-off:SECONDS unplug:SECONDS";

    /// <summary>Reads faults such as <c>drop:0.001</c> and <c>drift:3</c>.</summary>
    /// <exception cref="FormatException">A word is not understood; the message says which and what was expected.</exception>
    public static Faults Parse(IEnumerable<string> words)
    {
        var faults = new Faults();
        foreach (var word in words) faults = faults.With(word);
        return faults;
    }

    private Faults With(string word)
    {
        var parts = word.Split(':');
        if (parts.Length != 2 || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            throw new FormatException($"fault '{word}' is not understood; expected {Words}");
        var isChance = value is >= 0 and <= 1;
        return parts[0] switch
        {
            "drop" when isChance => this with { DropByte = value },
            "flip" when isChance => this with { FlipBit = value },
            "drift" when Math.Abs(value) <= 50 => this with { DriftPercent = value },
            "stuck" when value >= 0 => this with { StuckEverySeconds = value },
            "leads-off" when value >= 0 => this with { LeadsOffEverySeconds = value },
            "unplug" when value >= 0 => this with { UnplugEverySeconds = value },
            _ => throw new FormatException($"fault '{word}' is unknown or out of range; expected {Words}"),
        };
    }
}
