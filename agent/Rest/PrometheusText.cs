using System.Globalization;
using System.Text;

namespace EcgEdge.Agent.Rest;

/// <summary>Writes metrics in Prometheus' text format 0.0.4.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();
    private string _name = "";

    /// <summary>Begins a metric; its samples follow.</summary>
    /// <param name="name">Name with its unit; a counter's ends with _total.</param>
    /// <param name="type">counter, gauge or summary.</param>
    /// <param name="help">One sentence.</param>
    public PrometheusText Metric(string name, string type, string help)
    {
        _name = name;
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n').Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    /// <summary>Writes a sample of the metric; a value that is not known is left out.</summary>
    public PrometheusText Sample(double? value, params ReadOnlySpan<(string Name, string Value)> labels) => Sample("", value, labels);

    /// <summary>Writes a sample whose name has an ending, as those of a summary have.</summary>
    public PrometheusText Sample(string ending, double? value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        if (value is not { } known) return this;
        _text.Append(_name).Append(ending);
        for (var i = 0; i < labels.Length; i++)
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escaped(labels[i].Value)).Append('"');
        if (labels.Length > 0) _text.Append('}');
        _text.Append(' ').Append(Number(known)).Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString();

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? (value > 0 ? "+Inf" : "-Inf") : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
