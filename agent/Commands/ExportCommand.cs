using System.CommandLine;
using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Recordings;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Commands;

/// <summary><c>export</c>: the strip of an alert, or a stretch of the recordings, as a file. It reads only, so an agent may be running.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var what = new Argument<string>("what")
        {
            Description = "Id of an alert, a time range such as 2026-11-25T10:00:00Z..2026-11-25T10:05:00Z, or 90s, 10m, 2h for the last so long.",
        };
        var format = new Option<string>("--format") { Description = "wfdb, edf or csv.", DefaultValueFactory = _ => ExcerptFile.Wfdb };
        format.AcceptOnlyFromAmong([.. ExcerptFile.Formats]);
        var channel = new Option<string?>("--channel") { Description = "Channel of the recordings; needed where there are several." };
        var folder = new Option<string>("--out") { Description = "Folder for the files.", DefaultValueFactory = _ => "." };
        var storage = new Option<string?>("--storage") { Description = "Folder of the agent's store; default as configured." };
        var wearer = new Option<bool>("--with-wearer") { Description = "Put the wearer's name into an EDF file. Without it a file names nobody." };
        var command = new Command("export", "A strip or a stretch of the recordings as a file. Settings follow as --Section:Key value.")
        {
            what, format, channel, folder, storage, wearer,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = OptionsReader.Read(OptionsReader.Gather(parsed.UnmatchedTokens));
            if (parsed.GetValue(storage) is { } given) options = options with { Storage = options.Storage with { Directory = given } };
            var text = parsed.GetValue(what)!;
            var withWearer = parsed.GetValue(wearer);
            var excerpt = Guid.TryParse(text, out var id)
                ? OfAlert(id, options, withWearer)
                : OfRecordings(text, parsed.GetValue(channel), options, withWearer);
            foreach (var path in await ExcerptFolder.WriteAsync(excerpt, parsed.GetValue(format)!, parsed.GetValue(folder)!, cancellation))
                Console.WriteLine(path);
            return CommandLine.Success;
        });
        return command;
    }

    private static Excerpt OfAlert(Guid id, AgentOptions options, bool withWearer)
    {
        using var store = StoreReader.Open(options.Storage.Directory);
        var alert = store.FindAlert(id) ?? throw new OptionsException($"{store.Path}: there is no alert {id}");
        var strip = store.FindStrip(id) ?? throw new OptionsException($"{store.Path}: alert {id} has no strip; it is complete a few seconds after the alert");
        return StripExcerpt.Of(strip, alert, withWearer ? alert.Wearer : null);
    }

    private static Excerpt OfRecordings(string text, string? channel, AgentOptions options, bool withWearer)
    {
        if (!TimeRange.TryParse(text, DateTimeOffset.UtcNow, out var range))
            throw new OptionsException($"'{text}' is neither the id of an alert nor a time range; expected such as 2026-11-25T10:00:00Z..2026-11-25T10:05:00Z, or 10m");
        if (range.Problem is { } problem) throw new OptionsException($"'{text}': {problem}");
        var folder = new RecordingFolder(options.Recorder.FolderWithin(options.Storage));
        var channels = folder.Segments().Select(s => s.Channel).Distinct().ToList();
        if (channels.Count == 0) throw new OptionsException($"{folder.Path}: there are no recordings; see Recorder:Enabled");
        if (channel is null && channels.Count > 1) throw new OptionsException($"--channel is missing; there is: {string.Join(", ", channels)}");
        channel ??= channels[0];
        if (!channels.Contains(channel)) throw new OptionsException($"--channel is '{channel}'; there is: {string.Join(", ", channels)}");
        var name = withWearer
            ? options.Channels.FirstOrDefault(c => c.Name == channel)?.Wearer
                ?? throw new OptionsException($"--with-wearer: channel '{channel}' is not configured, so its wearer is not known")
            : null;
        return RecordedStretch.Cut(folder, channel, range, name) ?? throw new OptionsException($"{folder.Path}: nothing of '{channel}' was recorded in {text}");
    }
}
