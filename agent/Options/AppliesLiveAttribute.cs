namespace EcgEdge.Agent.Options;

/// <summary>
/// The option, or all of the section, takes effect while the agent runs. Every other option is read once, at start, and needs a restart.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AppliesLiveAttribute : Attribute;
