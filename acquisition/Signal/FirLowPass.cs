using System.Numerics;

namespace EcgEdge.Acquisition.Signal;

/// <summary>
/// Linear-phase low-pass: a sinc under a Hamming window, unity gain at DC. Every frequency is delayed alike, by exactly
/// <see cref="Delay"/> samples, so the shape of a beat is kept.
/// </summary>
internal sealed class FirLowPass
{
    private readonly float[] _taps;
    private readonly float[] _line;
    private int _position;

    /// <param name="cutoffHz">Where the gain is one half.</param>
    /// <param name="halfLengthSeconds">Delay of the filter; the taps span twice that.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    public FirLowPass(double cutoffHz, double halfLengthSeconds, double sampleRateHz)
    {
        Delay = (int)Math.Round(halfLengthSeconds * sampleRateHz);
        var length = 2 * Delay + 1;
        // Taps are padded with zeros to whole vectors; the line is kept twice over so that it can always be read in one stretch.
        var padded = (length + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _taps = new float[padded];
        _line = new float[2 * padded];
        Design(cutoffHz / sampleRateHz, length);
    }

    /// <summary>Samples by which the output lags the input.</summary>
    public int Delay { get; }

    /// <summary>Fills the line as if the input had always been this value.</summary>
    public void Settle(float value)
    {
        Array.Fill(_line, value);
        _position = 0;
    }

    public float Process(float x)
    {
        var length = _taps.Length;
        _position = _position == 0 ? length - 1 : _position - 1;
        _line[_position] = x;
        _line[_position + length] = x;

        var sum = Vector<float>.Zero;
        for (var i = 0; i < length; i += Vector<float>.Count) sum += new Vector<float>(_taps, i) * new Vector<float>(_line, _position + i);
        return Vector.Sum(sum);
    }

    private void Design(double normalisedCutoff, int length)
    {
        var total = 0.0;
        var taps = new double[length];
        for (var i = 0; i < length; i++)
        {
            var t = i - Delay;
            var sinc = t == 0 ? 2 * normalisedCutoff : Math.Sin(2 * Math.PI * normalisedCutoff * t) / (Math.PI * t);
            taps[i] = sinc * (0.54 + 0.46 * Math.Cos(Math.PI * t / (Delay + 1)));
            total += taps[i];
        }

        for (var i = 0; i < length; i++) _taps[i] = (float)(taps[i] / total);
    }
}
