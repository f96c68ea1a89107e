using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using EcgEdge.Agent.Store;

namespace EcgEdge.Agent.Tests.Fixtures;

/// <summary>
/// A process of its own that saves alerts, strips and beats as fast as it can and says the number of each alert once its save has returned:
/// this assembly, started with a directory in <see cref="Variable"/>. Runs until it is killed.
/// </summary>
internal static class StoreWriterProcess
{
    private const string Variable = "ECGEDGE_TEST_STORE_WRITER";

    /// <summary>Starts it; alerts are numbered from <paramref name="first"/> on.</summary>
    public static ChildProcess Start(string directory, int first) => new(
        "env", $"{Variable}={first.ToString(CultureInfo.InvariantCulture)} {directory}",
        Path.ChangeExtension(typeof(StoreWriterProcess).Assembly.Location, null));

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The assembly is a program: this runs instead of its tests where it is asked to.")]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Split(' ', 2) is not [var first, var directory]) return;
        using var store = EcgStore.Open(directory);
        for (int n = int.Parse(first, CultureInfo.InvariantCulture); ; n++)
        {
            var saved = store.SaveAlert(TestAlerts.Number(n), TestAlerts.Message);
            Console.WriteLine(n);
            store.SaveStrip(TestAlerts.StripOf(saved));
            store.SaveBeats([.. Enumerable.Range(n * 10, 10).Select(beat => TestAlerts.Beat(beat))], [TestMinutes.Number(n)]);
        }
    }
}
