using System.CommandLine;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Security;
using EcgEdge.Agent.Store;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Commands;

/// <summary>
/// The executable's commands. Exit code 0 on success, 2 on bad usage or input, 1 on failure; what is wrong stands on stderr, one
/// line for each error.
/// </summary>
public static class CommandLine
{
    /// <summary>After SIGTERM; the agent needs less than 2 s, and must not be cut short where a disk is slow.</summary>
    private static readonly TimeSpan s_termination = TimeSpan.FromSeconds(15);

    public const int Success = 0, Failure = 1, BadInput = 2;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Build().Parse(arguments);
        if (parsed.Errors.Count > 0) return Tell(BadInput, parsed.Errors[0].Message);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = s_termination });
        }
        catch (OptionsException e)
        {
            foreach (var error in e.Errors) Tell(BadInput, error);
            return BadInput;
        }
        catch (OperationCanceledException)
        {
            // Asked to end (SIGTERM, Ctrl-C) before it had begun.
            return Success;
        }
        catch (Exception e) when (e is TokenException or EcgFormatException or PackException or FileNotFoundException or DirectoryNotFoundException)
        {
            return Tell(BadInput, e.Message);
        }
        catch (Exception e) when (e is InferenceException or StoreException or MqttLibraryMissingException or IOException or UnauthorizedAccessException)
        {
            return Tell(Failure, e.Message);
        }
    }

    private static RootCommand Build()
    {
        var root = new RootCommand("EcgEdge reads an ECG, judges every beat with small models on the device and raises alerts. Not a medical device.");
        RunCommand.AddTo(root);
        root.Add(ReplayCommand.Create());
        root.Add(EvaluateCommand.Create());
        root.Add(AnalyzeCommand.Create());
        root.Add(BenchCommand.Create());
        root.Add(DetectCommand.Create());
        root.Add(WindowsCommand.Create());
        root.Add(StressCommand.Create());
        root.Add(AlarmsCommand.Create());
        root.Add(ConfigCommand.Create());
        root.Add(DoctorCommand.Create());
        root.Add(CalibrateCommand.Create());
        root.Add(TokenCommand.Create());
        root.Add(OpenApiCommand.Create());
        root.Add(ExportCommand.Create());
        root.Add(DatasetCommand.Create());
        root.Add(SourcesCommand.Create());
        root.Add(SimulateCommand.Create());
        return root;
    }

    private static int Tell(int code, string message)
    {
        Console.Error.WriteLine($"ecgedge: {message.ReplaceLineEndings(" ")}");
        return code;
    }
}
