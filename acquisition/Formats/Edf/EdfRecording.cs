using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Formats.Edf;

/// <summary>Reads one signal of an EDF or BDF file as a recording.</summary>
public static class EdfRecording
{
    /// <summary>Reads a signal.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channel">Label or index of the signal; null for the first that is labelled ECG, or else the first in volts.</param>
    /// <exception cref="EcgFormatException">The file is not what it should be, or there is no such signal.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RecordingResult Read(string path, string? channel = null)
    {
        var file = EdfFile.Open(path);
        var signals = file.Header.Signals;
        var labels = signals.Select(s => s.Label).ToList();
        var anyEcg = Enumerable.Range(0, labels.Count).Any(IsEcg);
        var signal = ChannelChoice.Find(channel, labels, i => anyEcg ? IsEcg(i) : IsVoltage(i), file.Header.FileName);
        var rate = file.RateHz(signal);
        var samples = TrimEnd(file.ReadMillivolts(signal));
        if (samples.Length == 0) throw new EcgFormatException($"{file.Header.FileName}: no samples");
        var notes = new List<string>
        {
            $"signal {signal} ({labels[signal]}) of {labels.Count}, {rate} samples per second, {signals[signal].Units} in {file.Header.FileName}",
        };
        if (samples.Count(float.IsNaN) is > 0 and var missing) notes.Add($"{missing} of {samples.Length} samples are missing");
        if (file.ReadAnnotations().Count is > 0 and var count) notes.Add($"{count} annotations");
        return new RecordingResult(new Recording($"{file.Header.FileName}, {labels[signal]}", rate, samples, []), labels[signal], notes);

        bool IsVoltage(int i) => !signals[i].IsAnnotations && VoltageUnit.TryGetMillivolts(signals[i].Units, out _);
        bool IsEcg(int i) => IsVoltage(i) && (labels[i].Contains("ECG", StringComparison.OrdinalIgnoreCase) || labels[i].Contains("EKG", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A last data record that was filled up to its length ends in missing samples, which are no part of the signal.</summary>
    private static float[] TrimEnd(float[] samples)
    {
        var length = samples.Length;
        while (length > 0 && float.IsNaN(samples[length - 1])) length--;
        return length == samples.Length ? samples : samples[..length];
    }
}
