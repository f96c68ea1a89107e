using EcgEdge.Acquisition.Signal.Quality;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Alerts;

/// <summary>
/// All alert rules of one channel, driven by its pipeline on the source's thread: by samples, R peaks, beats, seconds and gaps, in signal
/// order. Nothing is allocated unless an alert changes, and nothing depends on how samples are cut into blocks.
/// </summary>
public sealed class AlertPolicy
{
    private readonly AlertContext _context;
    private readonly Action<Alert, long> _hand;
    private RateRule _brady, _tachy;
    private SilenceRule _pause, _asystole;
    private LeadsOffRule _leadsOff;
    private PoorSignalRule _poor;
    private SourceLostRule _lost;
    private AnomalyRule _anomaly;
    private PvcRule _pvc;
    private VtRule _vt;
    private BigeminyRule _bigeminy;
    private bool[] _ventricular;
    private long _expected = -1;

    /// <param name="options">When alerts are raised.</param>
    /// <param name="origin">Channel, wearer and pack.</param>
    /// <param name="signal">The channel's signal, for its rate and times.</param>
    /// <param name="hand">Takes every change of an alert, with the sample at which it is known.</param>
    public AlertPolicy(AlertOptions options, AlertOrigin origin, LiveSignal signal, Action<Alert, long> hand)
    {
        _context = new AlertContext(options, origin, signal);
        _hand = hand;
        (_brady, _tachy) = (RateRule.Brady(_context), RateRule.Tachy(_context));
        (_pause, _asystole) = (SilenceRule.Pause(_context), SilenceRule.Asystole(_context));
        (_leadsOff, _poor, _lost) = (new LeadsOffRule(_context), new PoorSignalRule(_context), new SourceLostRule(_context));
        (_anomaly, _pvc, _vt, _bigeminy) = RulesOfClasses();
        _ventricular = VentricularClasses.Among(origin.Classes);
    }

    /// <summary>Beats per minute for the rate rules and for what alerts tell; null when unknown.</summary>
    public double? HeartRateBpm
    {
        get => _context.HeartRateBpm;
        set => _context.HeartRateBpm = value;
    }

    /// <summary>Whether what is usual for the wearer is still being learned; alerts raised meanwhile say so.</summary>
    public bool IsLearning
    {
        get => _context.IsLearning;
        set => _context.IsLearning = value;
    }

    /// <summary>A block of samples has come; before what is in it is told.</summary>
    public void OnBlock(long first, int count)
    {
        if (_expected >= 0 && first > _expected) Hand(_lost.Jump(_expected, first), first);
        _expected = first + count;
    }

    /// <summary>A sample of signal, leads on, has passed.</summary>
    public void OnSample(long index)
    {
        Hand(_pause.Pass(index), index);
        if (_asystole.Pass(index) is { } alert) BeginAsystole(alert, index);
    }

    /// <summary>An R peak; <see cref="HeartRateBpm"/> counts it already.</summary>
    public void OnRPeak(long index)
    {
        Hand(_pause.Take(index), index);
        Hand(_asystole.Take(index), index);
        Hand(_brady.Take(index), index);
        Hand(_tachy.Take(index), index);
    }

    /// <summary>A judged beat.</summary>
    public void OnBeat(BeatRecord beat)
    {
        var isVentricular = _ventricular[beat.ClassIndex];
        Hand(_anomaly.Take(beat), beat.EndIndex);
        Hand(_pvc.Take(beat, isVentricular), beat.EndIndex);
        Hand(_vt.Take(beat, isVentricular), beat.EndIndex);
        Hand(_bigeminy.Take(beat, isVentricular), beat.EndIndex);
    }

    /// <summary>The quality of the second that ends with this sample.</summary>
    public void OnQuality(long index, QualityReport quality)
    {
        _context.IsQualityGood = quality.Value >= _context.Options.MinimumQuality;
        _pause.Take(quality);
        _asystole.Take(quality);
        Hand(_leadsOff.Take(index, quality), index);
        Hand(_poor.Take(index, quality), index);
        Hand(_lost.Take(index, quality), index);
    }

    /// <summary>The signal broke off before this sample: nothing is counted across it.</summary>
    public void OnGap(long index)
    {
        HeartRateBpm = null;
        _context.IsQualityGood = false;
        Hand(_pause.Break(index), index);
        Hand(_asystole.Break(index), index);
        _brady.Break();
        _tachy.Break();
        _anomaly.Break();
        _vt.Break();
        _bigeminy.Break();
    }

    /// <summary>Another pack judges from here on. An episode that rests on classes belongs to the pack that saw it begin, and ends.</summary>
    public void Use(AlertOrigin origin, long index)
    {
        EndRulesOfClasses(index);
        _context.Origin = origin;
        (_anomaly, _pvc, _vt, _bigeminy) = RulesOfClasses();
        _ventricular = VentricularClasses.Among(origin.Classes);
    }

    /// <summary>
    /// Other limits count from here on. Only the kinds whose own limits have changed begin anew: an open episode of theirs ends, and is
    /// raised again where it holds by the new limits.
    /// </summary>
    public void Use(AlertOptions options, long index)
    {
        var old = _context.Options;
        _context.Options = options;
        if (IsAnomalyChanged(old, options)) _anomaly = Anew(_anomaly.End(index), index, new AnomalyRule(_context));
        if (old.Pvc != options.Pvc) _pvc = Anew(_pvc.End(index), index, new PvcRule(_context));
        if (old.Vt != options.Vt) _vt = Anew(_vt.End(index), index, new VtRule(_context));
        if (old.Bigeminy != options.Bigeminy) _bigeminy = Anew(_bigeminy.End(index), index, new BigeminyRule(_context));
        if (old.Brady != options.Brady) _brady = Anew(_brady.End(index), index, RateRule.Brady(_context));
        if (old.Tachy != options.Tachy) _tachy = Anew(_tachy.End(index), index, RateRule.Tachy(_context));
        if (old.Pause != options.Pause) _pause = Anew(_pause.End(index), index, SilenceRule.Pause(_context));
        if (old.Asystole != options.Asystole) _asystole = Anew(_asystole.End(index), index, SilenceRule.Asystole(_context));
        if (old.LeadsOff != options.LeadsOff) _leadsOff = Anew(_leadsOff.End(index), index, new LeadsOffRule(_context));
        if (old.Poor != options.Poor) _poor = Anew(_poor.End(index), index, new PoorSignalRule(_context));
        if (old.Lost != options.Lost) _lost = Anew(_lost.End(index), index, new SourceLostRule(_context));
    }

    /// <summary>The signal has ended, and every episode with it.</summary>
    public void End(long index)
    {
        EndRulesOfClasses(index);
        EndRates(index);
        Hand(_pause.End(index), index);
        Hand(_asystole.End(index), index);
        Hand(_leadsOff.End(index), index);
        Hand(_poor.End(index), index);
        Hand(_lost.End(index), index);
    }

    /// <summary>The source has failed: every other episode ends, and this one stays until there is signal again, if ever.</summary>
    public void Fail(long index, string reason)
    {
        if (_expected < 0) _expected = index;
        Hand(_lost.Fail(index, reason), index);
        EndRulesOfClasses(index);
        EndRates(index);
        Hand(_pause.End(index), index);
        Hand(_asystole.End(index), index);
        Hand(_leadsOff.End(index), index);
        Hand(_poor.End(index), index);
    }

    private (AnomalyRule Anomaly, PvcRule Pvc, VtRule Vt, BigeminyRule Bigeminy) RulesOfClasses() =>
        (new AnomalyRule(_context), new PvcRule(_context), new VtRule(_context), new BigeminyRule(_context));

    /// <summary>Asystole says more than what it follows upon: a pause, and rates and rhythms of beats that do not come any more.</summary>
    private void BeginAsystole(Alert alert, long index)
    {
        _hand(alert, index);
        if (alert.State != AlertState.Raised) return;
        Hand(_pause.End(index), index);
        Hand(_vt.End(index), index);
        Hand(_bigeminy.End(index), index);
        EndRates(index);
    }

    private void EndRulesOfClasses(long index)
    {
        Hand(_anomaly.End(index), index);
        Hand(_pvc.End(index), index);
        Hand(_vt.End(index), index);
        Hand(_bigeminy.End(index), index);
    }

    private void EndRates(long index)
    {
        Hand(_brady.End(index), index);
        Hand(_tachy.End(index), index);
    }

    private T Anew<T>(Alert? ended, long index, T rule)
    {
        Hand(ended, index);
        return rule;
    }

    /// <summary>Whether anything has changed that the anomaly rule is made with.</summary>
    private static bool IsAnomalyChanged(AlertOptions old, AlertOptions next) =>
        old.Anomaly != next.Anomaly || old.AnomalyBeats != next.AnomalyBeats || old.AnomalyWindowBeats != next.AnomalyWindowBeats
        || old.ClearBeats != next.ClearBeats || old.MinimumQuality != next.MinimumQuality;

    private void Hand(Alert? alert, long index)
    {
        if (alert is not null) _hand(alert, index);
    }
}
