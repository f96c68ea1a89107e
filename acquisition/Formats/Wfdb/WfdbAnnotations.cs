namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>An annotation file in MIT format (.atr, .qrs and so on), as annot(5) describes it.</summary>
/// <param name="Items">The annotations in the order of the file.</param>
/// <param name="SampleRateHz">Rate of the sample indexes when the file states one ("## time resolution"), else null: the record's frame rate.</param>
/// <param name="Definitions">Codes the file defines for itself.</param>
public sealed record WfdbAnnotations(IReadOnlyList<WfdbAnnotation> Items, double? SampleRateHz, IReadOnlyList<WfdbCodeDefinition> Definitions)
{
    internal const string ResolutionNote = "## time resolution:";
    internal const string DefinitionsBegin = "## annotation type definitions";
    internal const string DefinitionsEnd = "## end of definitions";

    private const long MaxBytes = 64 << 20;

    public WfdbAnnotations(IReadOnlyList<WfdbAnnotation> items)
        : this(items, null, [])
    {
    }

    /// <summary>The beats, in order.</summary>
    public IEnumerable<WfdbAnnotation> Beats => Items.Where(a => a.IsBeat);

    /// <summary>Reads an annotation file.</summary>
    /// <exception cref="EcgFormatException">It is cut short or no such file; the message names file and byte.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static WfdbAnnotations Read(string path)
    {
        using var stream = File.OpenRead(path);
        var name = Path.GetFileName(path);
        if (stream.Length > MaxBytes) throw new EcgFormatException($"{name}: {stream.Length} bytes; at most {MaxBytes} are read");
        using var buffered = new BufferedStream(stream, 1 << 14);
        return new WfdbAnnotationReader(buffered, name).Read();
    }

    /// <summary>Writes an annotation file byte for byte as the WFDB library does.</summary>
    /// <exception cref="ArgumentException">An annotation cannot be expressed: code not 1 to 49, or AUX too long.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path)
    {
        File.WriteAllBytes(path, ToBytes());
    }

    /// <summary>What <see cref="Write"/> writes.</summary>
    /// <exception cref="ArgumentException">An annotation cannot be expressed.</exception>
    public byte[] ToBytes() => new WfdbAnnotationWriter().Write(this);
}
