using System.Runtime.InteropServices;
using System.Text;

namespace EcgEdge.Agent.Recordings;

/// <summary>Files that are whole under their name or not there, also after a power cut.</summary>
internal static partial class DurableFile
{
    /// <summary>Puts a text in place of a file, in one step.</summary>
    /// <exception cref="IOException">It cannot be written; the file is as it was.</exception>
    public static void Replace(string path, string text)
    {
        var draft = path + ".new";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            file.Write(Encoding.Latin1.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes the names within a folder safe from a power cut.</summary>
    /// <exception cref="IOException">The disk does not take them.</exception>
    public static void SyncFolder(string path)
    {
        const int readOnly = 0;
        var folder = Open(path, readOnly);
        if (folder < 0) throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        var result = Sync(folder);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(folder);
        if (result != 0) throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
