using System.CommandLine;
using EcgEdge.Agent.Datasets;
using EcgEdge.Agent.Options;

namespace EcgEdge.Agent.Commands;

/// <summary><c>dataset fetch ecg5000</c>: downloads the data set, checks its SHA-256 and puts it where the other commands look.</summary>
internal static class DatasetCommand
{
    private const string Ecg5000 = "ecg5000";

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "ecg5000." };
        name.AcceptOnlyFromAmong(Ecg5000);
        var from = new Option<string?>("--from") { Description = $"Web address or file of the zip archive; default {Ecg5000Archive.Address}" };
        var data = new Option<string?>("--data") { Description = "Data folder; default $ECGEDGE_DATA, ./data where there is one, else the user's own." };
        var fetch = new Command("fetch", "Download a data set, check and unpack it.") { name, from, data };
        fetch.SetAction((parsed, cancellation) =>
            FetchAsync(parsed.GetValue(from), Path.Combine(Folder(parsed.GetValue(data)), Ecg5000), cancellation));
        return new Command("dataset", "Data sets for replay and evaluation.") { fetch };
    }

    /// <summary>The first of the data folders that was named or exists, else the user's own.</summary>
    private static string Folder(string? given)
    {
        var folders = DataFolders.Search(given);
        var isNamed = given is { Length: > 0 } || Environment.GetEnvironmentVariable("ECGEDGE_DATA") is { Length: > 0 };
        return isNamed ? folders[0] : folders.FirstOrDefault(Directory.Exists, folders[^1]);
    }

    private static async Task<int> FetchAsync(string? from, string folder, CancellationToken cancellation)
    {
        var files = Ecg5000Archive.Files.Select(f => (f.Name, f.Sha256, Path: Path.Combine(folder, Ecg5000Archive.FileName(f.Name)))).ToList();
        if (files.All(f => File.Exists(f.Path) && Ecg5000Archive.IsGood(f.Path, f.Sha256)))
        {
            Console.WriteLine($"{folder}: is there already, and right");
            return CommandLine.Success;
        }

        var archivePath = from is not null && File.Exists(from) ? from : null;
        var address = Ecg5000Archive.Address;
        if (archivePath is null && from is not null && !(Uri.TryCreate(from, UriKind.Absolute, out address!) && address.Scheme is "http" or "https"))
            throw new OptionsException($"--from is '{from}'; expected an http or https address, or a file that exists");

        Directory.CreateDirectory(folder);
        await using var archive = archivePath is null
            ? new FileStream(Path.Combine(folder, $".{Guid.NewGuid():N}.part"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose)
            : File.OpenRead(archivePath);
        if (archivePath is null)
        {
            using var progress = new TerminalProgress(Ecg5000);
            await DatasetDownload.FetchAsync(address, archive, progress, cancellation);
        }

        // Both are known to be right before the first is put in its place.
        var unpacked = files.Select(f => (f.Path, Bytes: Ecg5000Archive.Extract(archive, f.Name, f.Sha256))).ToList();
        foreach (var (path, bytes) in unpacked)
        {
            var draft = path + ".part";
            await File.WriteAllBytesAsync(draft, bytes, cancellation);
            File.Move(draft, path, overwrite: true);
            Console.WriteLine(path);
        }

        return CommandLine.Success;
    }
}
