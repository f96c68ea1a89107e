namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>A stretch of a record that one stored record covers.</summary>
/// <param name="Start">Frame of the whole record at which it begins.</param>
/// <param name="Record">The stored record.</param>
/// <param name="Map">For each signal of the whole record its index in the stored one; -1 where it is missing.</param>
internal sealed record WfdbSegmentPart(long Start, WfdbStoredRecord Record, int[] Map);
