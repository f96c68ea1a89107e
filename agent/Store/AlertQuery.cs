using EcgEdge.Agent.Alerts;

namespace EcgEdge.Agent.Store;

/// <summary>Which alerts to list; what is null does not restrict.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Kind">One of <see cref="AlertKind"/>.</param>
/// <param name="State">Where the alert stands in its life.</param>
/// <param name="Snoozed">Whether people were spared it.</param>
/// <param name="Limit">Most alerts on the page, 1 to <see cref="Page{T}.MaxLimit"/>.</param>
/// <param name="Before">Only alerts raised before the one with this id, which must be there: <see cref="Page{T}.Next"/> of the page before.</param>
public sealed record AlertQuery(
    string? Channel = null,
    string? Kind = null,
    AlertState? State = null,
    bool? Snoozed = null,
    int Limit = 50,
    Guid? Before = null);
