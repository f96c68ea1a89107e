using System.Globalization;

namespace EcgEdge.Agent.Options;

/// <summary>Values of options as they are written, and back. The same on every machine, whatever its language.</summary>
public static class OptionValue
{
    /// <summary>As it is written in a file, without quotes; secrets are masked.</summary>
    public static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        Enum name => CamelCase(name.ToString()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Reads a value; false when the text is none of this type, or not among the choices of an enumeration.</summary>
    public static bool TryRead(Type type, string text, out object? value)
    {
        value = null;
        if (type == typeof(string)) value = text;
        else if (type == typeof(Secret)) value = new Secret(text);
        else if (type == typeof(bool)) value = bool.TryParse(text, out var flag) ? flag : null;
        else if (type == typeof(int)) value = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        else if (type == typeof(long)) value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        else if (type == typeof(double)) value = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        else if (type.IsEnum) value = Enum.GetValues(type).Cast<object>().FirstOrDefault(v => Text(v).Equals(text, StringComparison.OrdinalIgnoreCase));
        return value is not null;
    }

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
