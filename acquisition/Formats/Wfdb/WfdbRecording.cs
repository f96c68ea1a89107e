using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>Reads one lead of a WFDB record as a recording.</summary>
public static class WfdbRecording
{
    /// <summary>Reads a lead, checksums verified, with the beats of the record's .atr file where there is one.</summary>
    /// <param name="path">The record, with or without ".hea".</param>
    /// <param name="channel">Name or index of the signal; null for the first in volts.</param>
    /// <exception cref="EcgFormatException">A file is not what it should be, or there is no such signal.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static RecordingResult Read(string path, string? channel = null)
    {
        var record = WfdbRecord.Open(path);
        var file = record.Header.FileName;
        var names = record.Signals.Select(s => s.Description).ToList();
        var signal = ChannelChoice.Find(channel, names, i => VoltageUnit.TryGetMillivolts(record.Signals[i].Units, out _), file);
        var rate = record.RateHz(signal);
        var samples = record.ReadMillivolts(signal);
        if (samples.Length == 0) throw new EcgFormatException($"{file}: no samples");
        var notes = new List<string> { $"signal {signal} ({names[signal]}) of {names.Count}, {rate} samples per second, {record.Signals[signal].Units} in {file}" };
        if (samples.Count(float.IsNaN) is > 0 and var missing) notes.Add($"{missing} of {samples.Length} samples are missing");
        var beats = ReadBeats(record, signal, samples.Length, notes);
        return new RecordingResult(new Recording($"{record.Header.Name}, {names[signal]}", rate, samples, beats), names[signal], notes);
    }

    private static TrueBeat[] ReadBeats(WfdbRecord record, int signal, int samples, List<string> notes)
    {
        var path = Path.ChangeExtension(record.Header.Path, ".atr");
        if (!File.Exists(path)) return [];
        var annotations = WfdbAnnotations.Read(path);
        var scale = record.RateHz(signal) / (annotations.SampleRateHz ?? record.Header.FrameRateHz);
        var all = annotations.Beats.Select(a => new TrueBeat((long)Math.Round(a.Sample * scale), a.Mnemonic)).ToList();
        var beats = all.Where(b => b.Index >= 0 && b.Index < samples).OrderBy(b => b.Index).ToArray();
        notes.Add($"{beats.Length} beats of {Path.GetFileName(path)}");
        if (beats.Length < all.Count) notes.Add($"{all.Count - beats.Length} beats of {Path.GetFileName(path)} lie outside the record and are left out");
        return beats;
    }
}
