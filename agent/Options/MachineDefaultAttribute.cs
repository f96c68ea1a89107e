namespace EcgEdge.Agent.Options;

/// <summary>The default depends on the machine, so that schema and sample leave it out; the description says how it is found.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MachineDefaultAttribute : Attribute;
