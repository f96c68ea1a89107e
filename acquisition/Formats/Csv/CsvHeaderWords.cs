namespace EcgEdge.Acquisition.Formats.Csv;

/// <summary>Reads units out of column names such as "time (ms)", "ecg_uV" or "MLII [mV]".</summary>
internal static class CsvHeaderWords
{
    private static readonly char[] s_parts = [' ', '_', '(', ')', '[', ']', '/', ',', '-', '\t', '.', ':'];
    private static readonly string[] s_timeWords = ["time", "timestamp", "timestamps", "elapsed", "date", "datetime", "seconds", "sec", "secs", "millis", "micros"];
    private static readonly string[] s_indexWords = ["sample", "samples", "index", "idx"];

    public static bool IsTime(string name) => Words(name).Any(w => s_timeWords.Contains(w)) || IsIndex(name)
        || Words(name) is ["s" or "ms" or "us"] or ["t"] or ["t", "s" or "ms" or "us"];

    public static CsvTimeUnit TimeUnit(string name)
    {
        foreach (var word in Words(name).Reverse())
        {
            switch (word)
            {
                case "s" or "sec" or "secs" or "second" or "seconds":
                    return CsvTimeUnit.Seconds;
                case "ms" or "msec" or "millis" or "milliseconds":
                    return CsvTimeUnit.Milliseconds;
                case "us" or "usec" or "micros" or "microseconds":
                    return CsvTimeUnit.Microseconds;
                case "ns" or "nsec" or "nanos" or "nanoseconds":
                    return CsvTimeUnit.Nanoseconds;
                default:
                    continue;
            }
        }

        return IsIndex(name) ? CsvTimeUnit.Samples : CsvTimeUnit.Unknown;
    }

    /// <summary>Millivolts of the unit in a name. A name that is nothing but "V" is a chest lead, not a unit.</summary>
    public static bool TryVoltage(string name, out double millivolts)
    {
        millivolts = 0;
        var words = Words(name);
        return words.Length > 0 && VoltageUnit.TryGetMillivolts(words[^1], out millivolts)
            && !(words.Length == 1 && words[0] == "v" && name.Trim().Length == 1);
    }

    private static bool IsIndex(string name) => Words(name) is { Length: > 0 } words && (s_indexWords.Contains(words[0]) || words is ["n" or "#"]);

    private static string[] Words(string name) =>
        name.Replace('\u00b5', 'u').Replace('\u03bc', 'u').ToLowerInvariant().Split(s_parts, StringSplitOptions.RemoveEmptyEntries);
}
