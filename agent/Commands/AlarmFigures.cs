namespace EcgEdge.Agent.Commands;

/// <summary>Alerts raised while recordings were played through the whole path.</summary>
/// <param name="Pack">Model pack.</param>
/// <param name="Version">Its version.</param>
/// <param name="Hours">Length of the recordings.</param>
/// <param name="Records">One per recording.</param>
/// <param name="Kinds">Alerts of each kind and how many that are per hour; kinds that raised none stand there too.</param>
/// <param name="PerHour">Of those about the heart (beat, rhythm, rate), per hour.</param>
/// <param name="TechnicalPerHour">Of those about the signal and its source, per hour.</param>
public sealed record AlarmFigures(
    string Pack, string Version, double Hours, IReadOnlyList<RecordAlarms> Records, IReadOnlyList<KindAlarms> Kinds, double PerHour, double TechnicalPerHour);

/// <summary>Alerts of one recording.</summary>
/// <param name="Record">Its name.</param>
/// <param name="Channel">The signal that was played.</param>
/// <param name="Hours">Its length.</param>
/// <param name="NormalShare">Beats annotated as normal among all annotated beats, 0 to 1; null without annotations.</param>
/// <param name="Alerts">Alerts by kind; only kinds that raised one.</param>
public sealed record RecordAlarms(string Record, string Channel, double Hours, double? NormalShare, IReadOnlyDictionary<string, int> Alerts);

/// <summary>Alerts of one kind over all recordings.</summary>
public sealed record KindAlarms(string Kind, int Alerts, double PerHour);
