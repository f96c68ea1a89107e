namespace EcgEdge.Acquisition.Formats;

/// <summary>One labelled beat of an ECG5000 file.</summary>
/// <param name="Line">1-based line of the file.</param>
/// <param name="Label">1 to 5 in the order of <see cref="Ecg5000File.ClassNames"/>.</param>
/// <param name="Samples">140 samples, z-normalised as the archive ships them.</param>
public sealed record Ecg5000Beat(int Line, int Label, float[] Samples);
