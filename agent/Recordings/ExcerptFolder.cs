namespace EcgEdge.Agent.Recordings;

/// <summary>Writes an excerpt into a folder: <c>.hea</c>, <c>.dat</c> and <c>.atr</c>, or one file.</summary>
public static class ExcerptFolder
{
    /// <summary>Writes the files; each appears under its name when it is complete, in place of an older one.</summary>
    /// <returns>Their paths.</returns>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(Excerpt excerpt, string format, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var names = new List<string>();
        try
        {
            if (format == ExcerptFile.Wfdb)
            {
                await ExcerptWfdb.WriteAsync(excerpt, name => Task.FromResult<Stream>(Create(name)), cancellation);
            }
            else
            {
                var file = ExcerptFile.Of(excerpt, format);
                await using var stream = Create(file.Name);
                await file.WriteAsync(stream, cancellation);
            }

            foreach (var name in names) File.Move(Draft(name), Path.Combine(folder, name), overwrite: true);
        }
        catch
        {
            foreach (var name in names) File.Delete(Draft(name));
            throw;
        }

        return [.. names.Order(StringComparer.Ordinal).Select(n => Path.Combine(folder, n))];

        FileStream Create(string name)
        {
            names.Add(name);
            return new FileStream(Draft(name), FileMode.Create, FileAccess.Write);
        }

        string Draft(string name) => Path.Combine(folder, name + ".part");
    }
}
