using EcgEdge.Inference.Packs;
using Microsoft.ML.OnnxRuntime;

namespace EcgEdge.Inference.Models;

/// <summary>
/// An ONNX session whose inputs and outputs are bound once to arrays that live as long as it does: fill the inputs, run, read the outputs.
/// A run allocates nothing. One thread at a time.
/// </summary>
public sealed class BoundModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _runOptions = new();
    private readonly List<OrtValue> _values = [];
    private readonly Dictionary<string, float[]> _arrays = [];

    /// <param name="model">Manifest entry and bytes.</param>
    /// <param name="pack">Name of the pack, for errors.</param>
    /// <exception cref="PackException">The file does not load, or its graph is not what the manifest says.</exception>
    public BoundModel(LoadedModel model, string pack)
    {
        Name = model.Spec.Name;
        _session = Open(model, pack);
        CheckGraph(model.Spec, pack);
        _binding = _session.CreateIoBinding();
        foreach (var input in model.Spec.Inputs) _binding.BindInput(input.Name, Allocate(input));
        foreach (var output in model.Spec.Outputs) _binding.BindOutput(output.Name, Allocate(output));
    }

    public string Name { get; }

    /// <summary>The array bound to an input or output, row-major.</summary>
    public float[] this[string tensor] => _arrays[tensor];

    /// <summary>Runs the graph from the bound inputs into the bound outputs.</summary>
    /// <exception cref="OnnxRuntimeException">The runtime failed.</exception>
    public void Run() => _session.RunWithBinding(_runOptions, _binding);

    public void Dispose()
    {
        _binding.Dispose();
        foreach (var value in _values) value.Dispose();
        _runOptions.Dispose();
        _session.Dispose();
    }

    private static InferenceSession Open(LoadedModel model, string pack)
    {
        using var options = new SessionOptions
        {
            // A beat is far too little work to share among threads, and spinning ones would heat a Pi for nothing.
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            EnableCpuMemArena = false,
            // What fails is told by an exception.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            return new InferenceSession(model.Onnx, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new PackException($"pack '{pack}', model '{model.Spec.Name}': ONNX Runtime cannot load it: {e.Message}", e);
        }
    }

    private void CheckGraph(ModelSpec spec, string pack)
    {
        Check(spec.Inputs, _session.InputMetadata, "input");
        Check(spec.Outputs, _session.OutputMetadata, "output");

        void Check(IReadOnlyList<TensorSpec> expected, IReadOnlyDictionary<string, NodeMetadata> actual, string side)
        {
            if (actual.Count != expected.Count)
                throw new PackException($"pack '{pack}', model '{spec.Name}': the graph has {actual.Count} {side}s; the manifest lists {expected.Count}");
            foreach (var tensor in expected)
            {
                if (!actual.TryGetValue(tensor.Name, out var node))
                    throw new PackException($"pack '{pack}', model '{spec.Name}': the graph has no {side} '{tensor.Name}'");
                if (node.ElementType != typeof(float) || !node.Dimensions.SequenceEqual(tensor.Shape))
                {
                    throw new PackException(
                        $"pack '{pack}', model '{spec.Name}': {side} '{tensor.Name}' is {node.ElementType.Name}[{string.Join(",", node.Dimensions)}]; "
                        + $"the manifest says Single[{string.Join(",", tensor.Shape)}]");
                }
            }
        }
    }

    private OrtValue Allocate(TensorSpec tensor)
    {
        var shape = tensor.Shape.Select(d => (long)d).ToArray();
        var array = GC.AllocateArray<float>((int)shape.Aggregate(1L, (a, b) => a * b), pinned: true);
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, array.AsMemory(), shape);
        _values.Add(value);
        _arrays.Add(tensor.Name, array);
        return value;
    }
}
