using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Mqtt;

/// <summary>Does what a command asks.</summary>
public sealed class CommandHandler(ChannelSet channels, EcgStore store, AlertWriter alerts, SnoozeBook snoozes, OpenAlerts open)
{
    /// <summary>Does it, or says why not.</summary>
    public CommandResult Obey(string channel, ChannelCommand command)
    {
        try
        {
            return command switch
            {
                AcknowledgeCommand ack => Acknowledge(channel, ack),
                SnoozeCommand snooze => Snooze(channel, snooze),
                _ => Calibrate(channel, command),
            };
        }
        catch (StoreException e)
        {
            return new CommandResult(NameOf(command), command.RequestId, false, $"the store cannot be used: {e.Message}");
        }
    }

    private static string NameOf(ChannelCommand command) => command switch
    {
        AcknowledgeCommand => "ack",
        SnoozeCommand => "snooze",
        _ => "calibrate",
    };

    private CommandResult Acknowledge(string channel, AcknowledgeCommand command)
    {
        if (command.Id is { } id && store.FindAlert(id)?.Channel != channel) return Refuse(command, $"there is no alert {id} on channel {channel}");
        Guid[] wanted = command.Id is { } one ? [one] : [.. open.Of(channel).Where(a => a.AcknowledgedAt is null).Select(a => a.Id)];
        foreach (var alert in wanted) alerts.Acknowledge(alert);
        return new CommandResult(NameOf(command), command.RequestId, true, Acknowledged: wanted.Length);
    }

    private CommandResult Snooze(string channel, SnoozeCommand command)
    {
        if (command.Minutes == 0)
        {
            return snoozes.End(channel, command.Kind)
                ? new CommandResult(NameOf(command), command.RequestId, true)
                : Refuse(command, $"'{command.Kind}' is not snoozed on channel {channel}");
        }

        return snoozes.Begin(channel, command.Kind, command.Minutes, out var problem) is { } snooze
            ? new CommandResult(NameOf(command), command.RequestId, true, SnoozedUntil: snooze.Until)
            : Refuse(command, problem!);
    }

    private CommandResult Calibrate(string channel, ChannelCommand command) => channels.Find(channel)!.Pipeline.Calibrate()
        ? new CommandResult(NameOf(command), command.RequestId, true)
        : Refuse(command, $"the pack of channel {channel} has no baseline to learn");

    private static CommandResult Refuse(ChannelCommand command, string why) => new(NameOf(command), command.RequestId, false, why);
}
