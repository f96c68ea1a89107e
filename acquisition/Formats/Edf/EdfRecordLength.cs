using System.Globalization;

namespace EcgEdge.Acquisition.Formats.Edf;

/// <summary>Duration of a data record and the samples in it, so that both can be written and give the rate.</summary>
internal readonly record struct EdfRecordLength(double Seconds, int Samples)
{
    /// <summary>Whole seconds where whole samples fit in them, else the duration of about a second's samples.</summary>
    /// <exception cref="EcgFormatException">Eight characters do not hold a duration that gives the rate within 1 in 10^6.</exception>
    public static EdfRecordLength For(double rateHz)
    {
        for (var seconds = 1; seconds <= 100; seconds++)
        {
            var samples = rateHz * seconds;
            if (samples >= 1 && Math.Abs(samples - Math.Round(samples)) < 1e-9 * samples) return new(seconds, (int)Math.Round(samples));
        }

        var count = (int)Math.Ceiling(rateHz);
        var duration = double.Parse(Field(count / rateHz), CultureInfo.InvariantCulture);
        return Math.Abs(count / duration - rateHz) < 1e-6 * rateHz
            ? new(duration, count)
            : throw new EcgFormatException(string.Create(CultureInfo.InvariantCulture, $"EDF cannot express {rateHz} samples per second"));
    }

    /// <summary>A number as an eight-character header field.</summary>
    public static string Field(double value)
    {
        for (var digits = 6; digits > 0; digits--)
        {
            var text = value.ToString("0." + new string('#', digits), CultureInfo.InvariantCulture);
            if (text.Length <= 8) return text;
        }

        return value.ToString("0", CultureInfo.InvariantCulture);
    }
}
