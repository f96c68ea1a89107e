using System.CommandLine;
using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Mqtt;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Store;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Commands;

/// <summary>
/// The executable's commands. Exit code 0 on success, 2 on bad usage or input, 1 on failure; what is wrong stands in one line on stderr.
/// </summary>
public static class CommandLine
{
    public const int Success = 0, Failure = 1, BadInput = 2;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Build().Parse(arguments);
        if (parsed.Errors.Count > 0) return Tell(BadInput, parsed.Errors[0].Message);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is OptionsException or EcgFormatException or PackException or FileNotFoundException or DirectoryNotFoundException)
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
