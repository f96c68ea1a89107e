namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>How a record is written.</summary>
public sealed record WfdbWriterOptions
{
    /// <summary>Name of each signal, in order.</summary>
    public required IReadOnlyList<string> Leads { get; init; }

    /// <summary>Signal format: 16, 24, 32, 61, 80, 160, 212, 310 or 311.</summary>
    public int Format { get; init; } = 16;

    /// <summary>ADC units in one <see cref="Units"/>.</summary>
    public double Gain { get; init; } = WfdbSignal.DefaultGain;

    /// <summary>ADC value of 0 mV.</summary>
    public int Baseline { get; init; }

    /// <summary>Physical units of the header: mV, uV or V.</summary>
    public string Units { get; init; } = "mV";

    /// <summary>Base time of the header, to the millisecond; null for none.</summary>
    public DateTime? StartTime { get; init; }

    /// <summary>Comment lines of the header.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>ADC units in a millivolt.</summary>
    /// <exception cref="ArgumentException">Gain or units are wrong.</exception>
    internal double UnitsPerMillivolt => VoltageUnit.TryGetMillivolts(Units, out var unit) && double.IsFinite(Gain) && Gain != 0
        ? Gain / unit
        : throw new ArgumentException($"gain {Gain} per '{Units}'; expected a number other than 0 per mV, uV or V");
}
