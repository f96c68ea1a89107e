using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Synthesis;

/// <summary>
/// A dynamical model of the ECG (P. McSharry et al., "A dynamical model for generating synthetic electrocardiogram signals", IEEE Trans.
/// Biomed. Eng. 50(3), 2003): a point circles once per beat and is pulled up and down by the waves it passes, towards a baseline that
/// breathes. RR intervals sway with respiration and a slower rhythm; seeded premature beats come alone and in runs of bigeminy.
/// </summary>
public sealed class SyntheticHeart
{
    private const double RespiratorySway = 0.03, SlowSway = 0.02, SlowHz = 0.1, RandomSway = 0.008;
    private const double Prematurity = 0.64, Compensation = 1.36;
    private const int ShortestRun = 4, LongestRun = 9;

    private readonly SyntheticHeartOptions _options;
    private readonly Random _random;
    private readonly double _step;
    private Beat _current, _next;
    private double _phase;
    private double _z;
    private long _samples;
    private int _bigeminyLeft;
    private double _spareNormal = double.NaN;

    public SyntheticHeart(SyntheticHeartOptions options)
    {
        if (options.HeartRateBpm is not (>= 20 and <= 300))
            throw new ArgumentOutOfRangeException(nameof(options), options.HeartRateBpm, "heart rate must lie between 20 and 300 beats per minute");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.SampleRateHz, nameof(options));
        _options = options;
        _random = new Random(options.Seed);
        _step = 1 / options.SampleRateHz;
        _current = new Beat(Morphology.Normal, NaturalInterval());
        _next = new Beat(Morphology.Normal, NaturalInterval());
        // Half a beat before the first R peak, so that the first beat is a whole one.
        _phase = 0.5;
    }

    /// <summary>The true beat whose R peak the sample given last has reached; null between peaks.</summary>
    public TrueBeat? Reached { get; private set; }

    /// <summary>Next sample, millivolts.</summary>
    public float Next()
    {
        var time = _samples * _step;
        Reached = null;
        _phase += _step / _current.RrSeconds;
        if (_phase >= 1) BeginBeat();

        _z = Integrate(_z, time);
        var hum = _options.MainsMillivolts * Math.Sin(2 * Math.PI * _options.MainsHz * time);
        _samples++;
        return (float)(_z + hum + _options.NoiseMillivolts * NextNormal());
    }

    /// <summary>Records a stretch with its true beats.</summary>
    public Recording Record(TimeSpan duration)
    {
        var signal = new float[(int)(duration.TotalSeconds * _options.SampleRateHz)];
        var beats = new List<TrueBeat>();
        var origin = _samples;
        for (var i = 0; i < signal.Length; i++)
        {
            signal[i] = Next();
            if (Reached is { } beat) beats.Add(beat with { Index = beat.Index - origin });
        }

        return new Recording($"synthetic heart, seed {_options.Seed}", _options.SampleRateHz, signal, beats);
    }

    private void BeginBeat()
    {
        _phase = (_phase - 1) * _current.RrSeconds / _next.RrSeconds;
        _current = _next;
        Reached = new TrueBeat(_samples, _current.Morphology.Label);
        _next = Plan(_current);
    }

    /// <summary>Chooses the beat after this one, and with it how early it comes.</summary>
    private Beat Plan(Beat current)
    {
        var interval = NaturalInterval();
        if (current.Morphology == Morphology.Pvc)
        {
            _current = current with { RrSeconds = interval * Compensation };
            return new Beat(Morphology.Normal, interval);
        }

        var draw = _random.NextDouble();
        if (_bigeminyLeft == 0 && draw < _options.BigeminyProbability) _bigeminyLeft = _random.Next(ShortestRun, LongestRun);
        var premature = _bigeminyLeft > 0 || draw > 1 - _options.EctopicProbability;
        if (!premature) return new Beat(Morphology.Normal, interval);

        _bigeminyLeft = Math.Max(0, _bigeminyLeft - 1);
        _current = current with { RrSeconds = current.RrSeconds * Prematurity };
        return new Beat(Morphology.Pvc, interval);
    }

    private double NaturalInterval()
    {
        var time = _samples * _step;
        var sway = RespiratorySway * Math.Sin(2 * Math.PI * _options.RespirationPerMinute / 60 * time)
            + SlowSway * Math.Sin(2 * Math.PI * SlowHz * time) + RandomSway * NextNormal();
        return 60 / _options.HeartRateBpm * (1 + sway);
    }

    /// <summary>One step of the classical Runge-Kutta method; the phase is linear within it.</summary>
    private double Integrate(double z, double time)
    {
        var advance = _step / _current.RrSeconds;
        var start = _phase - advance;
        var k1 = Slope(z, start, time);
        var k2 = Slope(z + _step / 2 * k1, start + advance / 2, time + _step / 2);
        var k3 = Slope(z + _step / 2 * k2, start + advance / 2, time + _step / 2);
        var k4 = Slope(z + _step * k3, _phase, time + _step);
        return z + _step / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
    }

    private double Slope(double z, double phase, double time)
    {
        var baseline = _options.WanderMillivolts * Math.Sin(2 * Math.PI * _options.RespirationPerMinute / 60 * time);
        // The coming beat's P and r lie before its R peak, within the current beat's last part.
        return Pull(_current, phase) + Pull(_next, (phase - 1) * _current.RrSeconds / _next.RrSeconds) - (z - baseline);
    }

    private static double Pull(Beat beat, double phase)
    {
        var sum = 0.0;
        var waves = beat.Morphology.Waves;
        for (var i = 0; i < waves.Count; i++)
        {
            var d = (phase - waves[i].Phase) / waves[i].Width;
            if (Math.Abs(d) < 6) sum -= waves[i].Millivolts * d / waves[i].Width * Math.Exp(-d * d / 2);
        }

        return sum / beat.RrSeconds;
    }

    private double NextNormal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            var spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }

        var radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
        var angle = 2 * Math.PI * _random.NextDouble();
        _spareNormal = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    private readonly record struct Beat(Morphology Morphology, double RrSeconds);
}
