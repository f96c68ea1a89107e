namespace EcgEdge.Agent.Doctor;

/// <summary>Looks at everything that the agent needs, without changing anything.</summary>
internal static class Examination
{
    /// <param name="arguments">Settings, as for the agent.</param>
    /// <param name="data">Folder in which data sets are looked for first; null when not given.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static async IAsyncEnumerable<Finding> RunAsync(
        IReadOnlyList<string> arguments, string? data, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var settings = SettingsExam.Run(arguments, out var options);
        foreach (var finding in settings) yield return finding;
        foreach (var finding in ModelsExam.Run(options)) yield return finding;
        foreach (var finding in DataExam.Run(options, data)) yield return finding;
        foreach (var finding in StorageExam.Run(options.Storage)) yield return finding;
        yield return await HttpExam.RunAsync(options.Http, cancellation);
        await foreach (var finding in BrokerExam.RunAsync(options, cancellation)) yield return finding;
        foreach (var finding in ClockExam.Run(DateTimeOffset.UtcNow)) yield return finding;
        foreach (var finding in DevicesExam.Run("/dev")) yield return finding;
        yield return PageExam.Run(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
    }
}
