namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>A code that an annotation file defines for itself.</summary>
/// <param name="Code">1 to 49.</param>
/// <param name="Mnemonic">Short label without blanks.</param>
/// <param name="Description">What it means; may be empty.</param>
public sealed record WfdbCodeDefinition(int Code, string Mnemonic, string Description);
