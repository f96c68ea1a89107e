using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace EcgEdge.Agent.Options;

/// <summary>What a number may be.</summary>
/// <param name="Minimum">Least value.</param>
/// <param name="Maximum">Greatest value; infinity where there is none.</param>
/// <param name="IsAbove">Whether the least value itself is too small.</param>
public sealed record OptionRange(double Minimum, double Maximum, bool IsAbove = false)
{
    public bool Contains(double value) => (IsAbove ? value > Minimum : value >= Minimum) && value <= Maximum;

    /// <summary>As it stands behind "expected".</summary>
    public override string ToString() => (IsAbove, double.IsInfinity(Maximum)) switch
    {
        (true, true) => Text($"a number above {Minimum}"),
        (true, false) => Text($"above {Minimum} and at most {Maximum}"),
        (false, true) => Text($"at least {Minimum}"),
        _ => Text($"{Minimum} to {Maximum}"),
    };

    /// <summary>The range that a property's <see cref="RangeAttribute"/> gives; null when it has none.</summary>
    public static OptionRange? Of(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() is { } range
        ? new OptionRange(Number(range.Minimum), Greatest(Number(range.Maximum)), range.MinimumIsExclusive)
        : null;

    // No attribute can say "no limit" of whole numbers but by their greatest one.
    private static double Greatest(double value) => value is int.MaxValue or >= long.MaxValue ? double.PositiveInfinity : value;

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
