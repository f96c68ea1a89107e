namespace EcgEdge.Acquisition.Formats.Edf;

/// <summary>One signal of an EDF or BDF header.</summary>
/// <param name="Label">Label as written.</param>
/// <param name="Transducer">Transducer type.</param>
/// <param name="Units">Physical dimension.</param>
/// <param name="PhysicalMin">Physical value of <paramref name="DigitalMin"/>.</param>
/// <param name="PhysicalMax">Physical value of <paramref name="DigitalMax"/>.</param>
/// <param name="DigitalMin">Least digital value.</param>
/// <param name="DigitalMax">Greatest digital value, more than the least.</param>
/// <param name="Prefilter">Filters the signal went through.</param>
/// <param name="SamplesPerRecord">Samples in a data record.</param>
public sealed record EdfSignal(
    string Label,
    string Transducer,
    string Units,
    double PhysicalMin,
    double PhysicalMax,
    int DigitalMin,
    int DigitalMax,
    string Prefilter,
    int SamplesPerRecord)
{
    /// <summary>True for the signal that holds EDF+ annotations instead of samples.</summary>
    public bool IsAnnotations => Label is "EDF Annotations" or "BDF Annotations";

    /// <summary>Physical units in one digital unit.</summary>
    public double UnitsPerDigit => (PhysicalMax - PhysicalMin) / ((double)DigitalMax - DigitalMin);
}
