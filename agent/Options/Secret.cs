namespace EcgEdge.Agent.Options;

/// <summary>A value that is never shown: in text it is three stars, whoever prints it. Taken from the environment alone.</summary>
public sealed class Secret(string value)
{
    /// <summary>What stands in its place.</summary>
    public const string Mask = "***";

    /// <summary>The value itself, for the one place that needs it.</summary>
    public string Reveal() => value;

    public override string ToString() => Mask;
}
