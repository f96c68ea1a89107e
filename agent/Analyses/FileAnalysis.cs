using EcgEdge.Acquisition.Formats;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Analyses;

/// <summary>Analyses a file of any kind known here, apart from the live channels.</summary>
public sealed class FileAnalysis(AgentOptions options, PackShelf packs)
{
    /// <summary>Analyses the recording among the files of an upload.</summary>
    /// <param name="files">The files.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="progress">Told the part done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="UploadException">It is not clear what is meant, or it does not suit.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public AnalysisDto Run(IReadOnlyList<string> files, AnalysisRequest request, IProgress<double> progress, CancellationToken cancellation)
    {
        try
        {
            var path = UploadedRecord.Find(files, request.Record);
            var channel = options.Channels[0];
            if (!IsRecord(path) && RecordingFile.IsEcg5000(path))
                return LabelledBeatsAnalysis.Run(request.Name, Ecg5000File.Read(path), packs.Take(channel.Pack, channel.Precision), packs, progress, cancellation);
            return RunRecording(path, request, channel.Precision, progress, cancellation);
        }
        catch (Exception e) when (e is EcgFormatException or PackException or OptionsException)
        {
            throw new UploadException(e.Message, e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UploadException($"{Path.GetFileName((e as FileNotFoundException)?.FileName) ?? request.Name}: a file that belongs to it is missing", e);
        }
        catch (InferenceException e)
        {
            throw new UploadException(StatusCodes.Status422UnprocessableEntity, $"{request.Name}: {e.Message}");
        }
    }

    private AnalysisDto RunRecording(
        string path, AnalysisRequest request, Precision precision, IProgress<double> progress, CancellationToken cancellation)
    {
        try
        {
            return RecordingAnalysis.Run(path, request, packs, precision, progress, cancellation);
        }
        catch (EcgFormatException asRecording) when (IsText(path) && !IsRecord(path))
        {
            // Neither a table of samples nor beats: which of the two was meant is not known, so both are told.
            try
            {
                Ecg5000File.Read(path);
            }
            catch (EcgFormatException asBeats)
            {
                throw new EcgFormatException($"{asBeats.Message}; as a table of samples: {asRecording.Message}", asRecording);
            }

            throw;
        }
    }

    private static bool IsRecord(string path) => Path.GetExtension(path).ToUpperInvariant() is ".HEA" or ".EDF" or ".BDF" or ".REC";

    private static bool IsText(string path) => Path.GetExtension(path).ToUpperInvariant() is ".TXT" or ".TSV" or ".CSV" or "";
}
