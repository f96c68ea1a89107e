using System.Globalization;
using System.Text;

namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>Encodes annotations as the WFDB library does: SKIP only where ten bits do not hold the interval, CHN and NUM only where they change.</summary>
internal sealed class WfdbAnnotationWriter
{
    private readonly List<byte> _bytes = [];
    private WfdbAnnotation _last;

    /// <summary>The word that ends a file.</summary>
    public static ReadOnlySpan<byte> EndMark => [0, 0];

    public byte[] Write(WfdbAnnotations annotations)
    {
        WritePrologue(annotations);
        foreach (var annotation in annotations.Items) Add(annotation);
        return [.. Take(), .. EndMark];
    }

    /// <summary>Encodes the next annotation.</summary>
    /// <exception cref="ArgumentException">It cannot be expressed.</exception>
    public void Add(WfdbAnnotation annotation)
    {
        if (annotation.Code is < 1 or > WfdbCode.Max)
            throw new ArgumentException($"annotation code {annotation.Code}; expected 1 to {WfdbCode.Max}", nameof(annotation));
        Put(annotation);
    }

    /// <summary>What has been encoded since the last call.</summary>
    public byte[] Take()
    {
        byte[] bytes = [.. _bytes];
        _bytes.Clear();
        return bytes;
    }

    private void WritePrologue(WfdbAnnotations annotations)
    {
        if (annotations.SampleRateHz is { } rate) Note(string.Create(CultureInfo.InvariantCulture, $"{WfdbAnnotations.ResolutionNote} {rate}"));
        if (annotations.Definitions.Count > 0)
        {
            Note(WfdbAnnotations.DefinitionsBegin);
            foreach (var d in annotations.Definitions) Note(string.Create(CultureInfo.InvariantCulture, $"{d.Code} {d.Mnemonic} {d.Description}").TrimEnd());
            Note(WfdbAnnotations.DefinitionsEnd);
        }

        if (_bytes.Count == 0) return;
        // An empty annotation at time 0 ends the notes about the file. Written plainly it would be the end mark, so it is one back and one on.
        Skip(-1);
        Word(0, 1);
    }

    private void Note(string text) => Put(new WfdbAnnotation(0, WfdbCode.Note, Auxiliary: text));

    private void Put(WfdbAnnotation annotation)
    {
        var interval = annotation.Sample - _last.Sample;
        if (interval is < 0 or > WfdbAnnotationWord.MaxData)
        {
            for (; interval > int.MaxValue; interval -= int.MaxValue) Skip(int.MaxValue);
            for (; interval < int.MinValue; interval -= int.MinValue) Skip(int.MinValue);
            Skip((int)interval);
            interval = 0;
        }

        Word(annotation.Code, (int)interval);
        if (annotation.Subtype != 0) Word(WfdbAnnotationWord.Subtype, annotation.Subtype);
        if (annotation.Channel != _last.Channel) Word(WfdbAnnotationWord.Channel, annotation.Channel);
        if (annotation.Number != _last.Number) Word(WfdbAnnotationWord.Number, annotation.Number);
        if (annotation.Auxiliary.Length > 0) Text(annotation.Auxiliary);
        _last = annotation;
    }

    private void Text(string text)
    {
        if (text.Length > byte.MaxValue || text.Any(c => c > byte.MaxValue))
            throw new ArgumentException($"AUX text of {text.Length} characters; at most {byte.MaxValue}, each of Latin-1");
        Word(WfdbAnnotationWord.Auxiliary, text.Length);
        _bytes.AddRange(Encoding.Latin1.GetBytes(text));
        if ((text.Length & 1) != 0) _bytes.Add(0);
    }

    private void Skip(int interval)
    {
        Word(WfdbAnnotationWord.Skip, 0);
        Short(interval >> 16);
        Short(interval);
    }

    private void Word(int code, int data) => Short(code << 10 | data & WfdbAnnotationWord.MaxData);

    private void Short(int value)
    {
        _bytes.Add((byte)value);
        _bytes.Add((byte)(value >> 8));
    }
}
