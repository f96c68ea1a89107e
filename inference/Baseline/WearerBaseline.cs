using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Baseline;

/// <summary>PROVISIONAL</summary>
public sealed class WearerBaseline
{
    public WearerBaseline(BaselineSpec spec, IReadOnlyList<string> features, double sampleRateHz)
    {
        Features = new float[features.Count];
        _rate = sampleRateHz;
        _spec = spec;
    }

    private readonly double _rate;
    private readonly BaselineSpec _spec;
    private double _start = double.NaN;

    public float[] Difference { get; } = new float[BeatWindow.Length];

    public float[] Features { get; }

    public float[] Beat { get; } = new float[BeatWindow.Length];

    public bool KnowsBeat { get; private set; }

    public BaselineState State { get; private set; } = BaselineState.Learning;

    public double SecondsLeft { get; private set; }

    public void Measure(BeatWindow beat)
    {
        var seconds = beat.StartIndex / _rate;
        if (double.IsNaN(_start)) _start = seconds;
        SecondsLeft = Math.Max(0, _spec.CalibrateSeconds - (seconds - _start));
        State = SecondsLeft > 0 ? BaselineState.Learning : BaselineState.Ready;
        for (var i = 0; i < Difference.Length; i++) Difference[i] = beat.Samples[i] - Beat[i];
    }

    public void Learn() => KnowsBeat = false;

    public void Reset() => _start = double.NaN;

    public double Of(PersonalMeasure measure) => KnowsBeat ? 0 : 1;
}
