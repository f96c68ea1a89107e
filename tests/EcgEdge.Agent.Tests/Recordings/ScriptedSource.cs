using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Agent.Tests.Recordings;

/// <summary>A source that gives what a test tells: stretches of signal, lost samples, electrodes off, a clock that is set.</summary>
internal sealed class ScriptedSource(double rate, DateTimeOffset start) : IEcgSource
{
    private readonly List<(long Index, float[] Samples, LeadState Leads, TimeSpan Clock)> _scenes = [];
    private TimeSpan _clock;
    private long _index;
    private int _scene, _position;

    public SourceDescription Description { get; } = new("script", "a test's script", rate, HasRhythm: true, IsPaced: false);

    public SourceHealth Health { get; } = new();

    /// <summary>What a recording must hold: the value of every sample, NaN where it has none; of lost ones nothing.</summary>
    public SortedDictionary<long, float> Expected { get; } = [];

    /// <summary>Gives samples, without contact if so told.</summary>
    public ScriptedSource Play(float[] samples, LeadState leads = LeadState.On)
    {
        _scenes.Add((_index, samples, leads, _clock));
        for (var i = 0; i < samples.Length; i++) Expected[_index + i] = leads == LeadState.On ? samples[i] : float.NaN;
        _index += samples.Length;
        return this;
    }

    /// <summary>Samples are lost: their numbers jump.</summary>
    public ScriptedSource Lose(double seconds)
    {
        _index += (long)(seconds * rate);
        return this;
    }

    /// <summary>The wall clock is set.</summary>
    public ScriptedSource SetClock(TimeSpan step)
    {
        _clock += step;
        return this;
    }

    public void Open()
    {
    }

    public bool Read(SampleBlock block, CancellationToken cancellation)
    {
        if (_scene == _scenes.Count) return false;
        var (index, samples, leads, clock) = _scenes[_scene];
        block.FirstIndex = index + _position;
        block.Count = Math.Min(17, samples.Length - _position);
        block.At = start + clock + TimeSpan.FromSeconds(block.FirstIndex / rate);
        samples.AsSpan(_position, block.Count).CopyTo(block.Millivolts);
        block.Leads.AsSpan(0, block.Count).Fill(leads);
        _position += block.Count;
        if (_position == samples.Length) (_scene, _position) = (_scene + 1, 0);
        return true;
    }

    public void Dispose()
    {
    }
}
