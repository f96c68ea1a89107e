namespace EcgEdge.Agent.Options;

/// <summary>On a section: one of its options has a narrower range here than where else the same section is used.</summary>
/// <param name="option">Name of the option.</param>
/// <param name="minimum">Least value.</param>
/// <param name="maximum">Greatest value.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class RangeOfAttribute(string option, double minimum, double maximum) : Attribute
{
    public string Option => option;

    public double Minimum => minimum;

    public double Maximum => maximum;
}
