using EcgEdge.Acquisition.Signal;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Baseline;

/// <summary>
/// What is usual for one wearer and lead: the running median beat, the rhythm, and how far beats are apart, learned beat by beat without
/// any label. Causal: a beat is measured against what came before it (and the interval to the next R peak), then it may teach. Constant
/// memory, nothing allocated per beat. training/FEATURES.md defines all of it; training computes the same.
/// </summary>
public sealed class WearerBaseline
{
    /// <summary>Good beats without which there is no running beat, and those from which on levels are taken.</summary>
    private const int Least = 8, LevelsFrom = 16;

    /// <summary>While starting, the running beat is made anew with every good beat up to the first number, then with every so many.</summary>
    private const int EveryUntil = 16, Every = 8;

    private const double PrematurityFloor = 0.1;
    private const uint SnapshotMark = 0x42474345; // ECGB
    private const int SnapshotVersion = 1;

    private readonly BaselineSpec _spec;
    private readonly double _sampleRateHz;
    private readonly int[] _wanted;
    private readonly Rhythm _rhythm;
    private readonly ShapeMeasures _shape = new();
    private readonly RecentBeats _recent;
    private readonly MedianBeat _accepted;
    private readonly RunningValues[] _levels;
    private readonly RunningValues _amplitudes;
    private readonly RecentFits _fitting;
    private readonly double[] _window = new double[BeatWindow.Length], _previous = new double[BeatWindow.Length];
    private readonly double[] _beat = new double[BeatWindow.Length];
    private readonly double[] _values = new double[FeatureNames.All.Count];
    private readonly float[] _samples = new float[BeatWindow.Length];
    private double _before, _amplitude, _seconds, _began = double.NaN, _learned, _distance, _widthRatio, _slopeRatio, _usualDistance;
    private bool _isGood, _hasPrevious;
    private int _goodBeats;

    /// <param name="spec">Parameters; see the pack's manifest.</param>
    /// <param name="features">Names of the features wanted, in their order; each one of <see cref="FeatureNames.All"/>.</param>
    /// <param name="sampleRateHz">Ties sample indices to seconds.</param>
    public WearerBaseline(BaselineSpec spec, IReadOnlyList<string> features, double sampleRateHz)
    {
        _spec = spec;
        _sampleRateHz = sampleRateHz;
        var names = FeatureNames.All.ToList();
        _wanted = [.. features.Select(f => names.IndexOf(f))];
        Features = new float[features.Count];
        _rhythm = new Rhythm(spec);
        _recent = new RecentBeats(spec.StartBeats);
        _accepted = new MedianBeat(spec.TemplateBeats);
        _levels = [.. Enumerable.Range(0, ShapeMeasures.Levelled).Select(_ => new RunningValues(spec.TemplateBeats))];
        _amplitudes = new RunningValues(spec.TemplateBeats);
        _fitting = new RecentFits(spec.StartBeats);
        SecondsLeft = spec.CalibrateSeconds;
    }

    /// <summary>Whether enough has been learned, as of the beat measured last.</summary>
    public BaselineState State { get; private set; } = BaselineState.Learning;

    /// <summary>Seconds until it is, at the earliest.</summary>
    public double SecondsLeft { get; private set; }

    /// <summary>Whether there is a running beat yet, as of now.</summary>
    public bool KnowsBeat { get; private set; }

    /// <summary>Whether there was one to measure the newest beat against.</summary>
    public bool HasMeasured { get; private set; }

    /// <summary>The running beat, z units; zeros while there is none.</summary>
    public ReadOnlySpan<double> Beat => _beat;

    /// <summary>Window minus running beat of the beat measured last; zeros while there is none.</summary>
    public float[] Difference { get; } = new float[BeatWindow.Length];

    /// <summary>Features of the beat measured last, in the order asked for.</summary>
    public float[] Features { get; }

    /// <summary>Measures a beat against what came before it; <see cref="Learn"/> lets it teach.</summary>
    public void Measure(BeatWindow beat)
    {
        beat.Samples.CopyTo(_samples, 0);
        Widen(_samples, _window);
        _before = beat.Rr.PreviousSeconds ?? double.NaN;
        _amplitude = Math.Log(beat.Scale);
        _isGood = beat.Quality >= _spec.GoodQuality;
        _seconds = beat.StartIndex / _sampleRateHz;
        if (double.IsNaN(_began)) _began = _seconds - _learned;
        _learned = _seconds - _began;
        SecondsLeft = Math.Max(0, _spec.CalibrateSeconds - _learned);
        State = !IsStarting && SecondsLeft <= 0 ? BaselineState.Ready : BaselineState.Learning;
        _rhythm.Measure(_before, beat.Rr.NextSeconds ?? double.NaN);
        Array.Clear(_values);
        _rhythm.Values.CopyTo(_values, 0);
        MeasureShape();
        for (var i = 0; i < Features.Length; i++) Features[i] = (float)_values[_wanted[i]];
    }

    /// <summary>A personal measure of the beat measured last; 0 while there is no running beat.</summary>
    public double Of(PersonalMeasure measure) => measure switch
    {
        PersonalMeasure.RunningDistanceTimesPrematurity => _distance * (PrematurityFloor + _rhythm.Prematurity),
        PersonalMeasure.QrsWidthRatio => _widthRatio,
        PersonalMeasure.QrsSlopeRatio => _slopeRatio,
        PersonalMeasure.UsualDistance => _usualDistance,
        _ => _distance,
    };

    /// <summary>ln of an interval in seconds over the median of the last 32 learned; 0 where either is unknown. For a beat that has not ended.</summary>
    public double AgainstRecent(double intervalSeconds) => _rhythm.AgainstRecent(intervalSeconds);

    /// <summary>Lets the beat measured last teach what is usual.</summary>
    public void Learn()
    {
        var inTime = _rhythm.IsInTime(_before);
        var starting = IsStarting;
        _rhythm.Add(_before, _isGood, starting);
        _window.CopyTo(_previous, 0);
        _hasPrevious = true;
        if (!_isGood) return;
        _goodBeats++;
        _recent.Add(_samples);
        if (starting) Start();
        else Continue(inTime);
    }

    /// <summary>Forgets the wearer: everything is learned anew.</summary>
    public void Reset()
    {
        _rhythm.Clear();
        _recent.Clear();
        _accepted.Clear();
        foreach (var level in _levels) level.Clear();
        _amplitudes.Clear();
        _fitting.Clear();
        Array.Clear(_beat);
        Array.Clear(_previous);
        (KnowsBeat, _hasPrevious, _goodBeats) = (false, false, 0);
        (_began, _learned) = (double.NaN, 0);
        (State, SecondsLeft) = (BaselineState.Learning, _spec.CalibrateSeconds);
    }

    /// <summary>All that has been learned, to be stored with the wearer.</summary>
    public byte[] Save()
    {
        using var stream = new MemoryStream();
        using var to = new BinaryWriter(stream);
        to.Write(SnapshotMark);
        to.Write(SnapshotVersion);
        to.Write(_spec.StartBeats);
        to.Write(_spec.TemplateBeats);
        to.Write(_learned);
        to.Write(_goodBeats);
        to.Write(KnowsBeat);
        to.Write(_hasPrevious);
        foreach (var point in _beat) to.Write(point);
        foreach (var point in _previous) to.Write(point);
        _rhythm.Save(to);
        _recent.Save(to);
        _accepted.Save(to);
        foreach (var level in _levels) level.Save(to);
        _amplitudes.Save(to);
        _fitting.Save(to);
        to.Flush();
        return stream.ToArray();
    }

    /// <summary>Takes up what <see cref="Save"/> stored; time goes on from there with the next beat.</summary>
    /// <exception cref="SnapshotException">It was stored for other parameters or is damaged; nothing is known of the wearer then.</exception>
    public void Load(byte[] snapshot)
    {
        using var stream = new MemoryStream(snapshot);
        using var from = new BinaryReader(stream);
        try
        {
            Reset();
            Load(from);
            if (stream.Position != stream.Length) throw new SnapshotException("a stored baseline is longer than it should be");
        }
        catch (EndOfStreamException e)
        {
            Reset();
            throw new SnapshotException("a stored baseline is cut short", e);
        }
        catch (SnapshotException)
        {
            Reset();
            throw;
        }
    }

    private void Load(BinaryReader from)
    {
        if (from.ReadUInt32() != SnapshotMark) throw new SnapshotException("not a stored baseline");
        if (from.ReadInt32() is var version && version != SnapshotVersion)
            throw new SnapshotException($"a stored baseline of version {version}; this program reads {SnapshotVersion}");
        if ((from.ReadInt32(), from.ReadInt32()) is var (start, template) && (start != _spec.StartBeats || template != _spec.TemplateBeats))
        {
            throw new SnapshotException(
                $"a baseline stored for {start} and {template} beats; the pack's is of {_spec.StartBeats} and {_spec.TemplateBeats}");
        }

        _learned = from.ReadDouble();
        _goodBeats = from.ReadInt32();
        KnowsBeat = from.ReadBoolean();
        _hasPrevious = from.ReadBoolean();
        for (var i = 0; i < _beat.Length; i++) _beat[i] = from.ReadDouble();
        for (var i = 0; i < _previous.Length; i++) _previous[i] = from.ReadDouble();
        _rhythm.Load(from);
        _recent.Load(from);
        _accepted.Load(from);
        foreach (var level in _levels) level.Load(from);
        _amplitudes.Load(from);
        _fitting.Load(from);
        SecondsLeft = Math.Max(0, _spec.CalibrateSeconds - _learned);
        State = !IsStarting && SecondsLeft <= 0 ? BaselineState.Ready : BaselineState.Learning;
    }

    private bool IsStarting => _goodBeats < _spec.StartBeats;

    private void MeasureShape()
    {
        (_distance, _widthRatio, _slopeRatio, _usualDistance) = (0, 0, 0, 0);
        Array.Clear(Difference);
        HasMeasured = KnowsBeat;
        if (!KnowsBeat) return;
        _shape.Measure(_window, _beat);
        for (var i = 0; i < _window.Length; i++) Difference[i] = (float)(_window[i] - _beat[i]);
        _distance = ShapeMeasures.MeanSquare(_window, _beat);
        _widthRatio = Ratio(ShapeMeasures.Width);
        _slopeRatio = Ratio(ShapeMeasures.Slope);
        _usualDistance = Math.Exp(Level(ShapeMeasures.Whole));

        var measures = _shape.Values;
        var at = Rhythm.Names.Count;
        for (var m = 0; m < FeatureNames.Distances; m++) _values[at++] = measures[m];
        for (var m = 0; m < ShapeMeasures.Levelled; m++) _values[at++] = measures[m] - Level(_levels[m], measures[m]);
        for (var m = ShapeMeasures.Levelled; m < measures.Length; m++) _values[at++] = measures[m];
        _values[at++] = _amplitude - Level(_amplitudes, _amplitude);
        var follows = _hasPrevious && double.IsFinite(_before);
        _values[at++] = follows ? ShapeMeasures.LogMeanSquare(_window, _previous) : measures[ShapeMeasures.Whole];
        _values[at++] = Level(ShapeMeasures.Whole);
        _values[at++] = Level(ShapeMeasures.PWave);
        _values[at] = Level(ShapeMeasures.PCorrelation);
    }

    private double Ratio(int measure) => Math.Exp(_shape.Values[measure] - Level(measure));

    private double Level(int measure) => Level(_levels[measure], _shape.Values[measure]);

    private static double Level(RunningValues level, double otherwise) => level.Count >= Least ? level.Median() : otherwise;

    private void Start()
    {
        if (KnowsBeat && _goodBeats > LevelsFrom) Take();
        if (!IsStarting)
        {
            Begin();
        }
        else if (_goodBeats >= Least && (_goodBeats <= EveryUntil || _goodBeats % Every == 0))
        {
            _recent.Median(_beat);
            KnowsBeat = true;
        }
    }

    private void Continue(bool inTime)
    {
        var isAlike = ShapeMeasures.Correlation(_window, _beat) >= _spec.Correlation;
        _fitting.Add(isAlike);
        if (isAlike && inTime)
        {
            _accepted.Add(_samples);
            _accepted.Median(_beat);
            Take();
        }

        if (!_fitting.AreFewerThan(_spec.LostShape)) return;
        Begin();
        _fitting.Clear();
    }

    /// <summary>The running beat from the recent good beats of any shape: their median, then the median of those alike.</summary>
    private void Begin()
    {
        _recent.Median(_beat);
        KnowsBeat = true;
        _accepted.Clear();
        Span<double> window = stackalloc double[BeatWindow.Length];
        for (var age = _recent.Count - 1; age >= 0; age--)
        {
            Widen(_recent.Newest(age), window);
            if (ShapeMeasures.Correlation(window, _beat) >= _spec.Correlation) _accepted.Add(_recent.Newest(age));
        }

        if (_accepted.Count >= Least) _accepted.Median(_beat);
    }

    private static void Widen(ReadOnlySpan<float> samples, Span<double> window)
    {
        for (var i = 0; i < window.Length; i++) window[i] = samples[i];
    }

    private void Take()
    {
        for (var m = 0; m < _levels.Length; m++) _levels[m].Add(_shape.Values[m]);
        _amplitudes.Add(_amplitude);
    }
}
