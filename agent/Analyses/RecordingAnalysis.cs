using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Formats.Wfdb;
using EcgEdge.Agent.Pipeline;
using EcgEdge.Inference;
using EcgEdge.Inference.Packs;

namespace EcgEdge.Agent.Analyses;

/// <summary>Analyses an uploaded continuous recording on the path of <c>ecgedge analyze</c>, and scores it where it has a reference.</summary>
internal static class RecordingAnalysis
{
    private const string DefaultPack = "aami";

    /// <param name="path">The file or record.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="packs">The packs at hand.</param>
    /// <param name="precision">Which of the pack's files are run.</param>
    /// <param name="progress">Told the part done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="EcgFormatException">The file is not what it should be.</exception>
    /// <exception cref="PackException">The pack does not suit recordings.</exception>
    /// <exception cref="Options.OptionsException">The calibration is out of range.</exception>
    /// <exception cref="InferenceException">The models gave no usable answer.</exception>
    public static AnalysisDto Run(
        string path, AnalysisRequest request, PackShelf packs, Precision precision, IProgress<double> progress, CancellationToken cancellation)
    {
        var pack = RecordPack.Of(packs.Take(request.Pack ?? DefaultPack, precision), request.CalibrateSeconds, "calibrateSeconds");
        var read = RecordingRun.Checked(RecordingFile.Read(path, request.Lead, request.SampleRateHz));
        var run = AnalyzeRun.Of(read.Recording, pack, mainsHz: null, progress, cancellation);
        var reference = Path.ChangeExtension(path, ".atr");
        var isReferred = read.Recording.Beats.Count > 0 && File.Exists(reference);
        var calibrate = pack.Manifest.Baseline?.CalibrateSeconds;
        var score = isReferred ? AamiScore.Of(read.Recording, run.Beats, calibrate ?? 0, Flutter.Of(reference)).Figures(warns: false) : null;
        return new AnalysisDto(
            request.Name,
            pack.Manifest.Pack,
            pack.Precision == Precision.Int8 ? "int8" : "fp32",
            run.Beats.Count,
            new AnalysisSummaryDto(
                run.Beats.Count(b => b.Anomalous),
                Enum.GetValues<AamiClass>().ToDictionary(c => c.ToString(), c => run.Beats.Count(b => b.Class == c)),
                null,
                score is { Beats: > 0 } ? Classification(score) : null),
            [.. run.Beats.Select(Beat)])
        {
            Recording = new AnalysedRecordingDto(
                read.Channel, read.Recording.SampleRateHz, Math.Round(read.Recording.Duration.TotalSeconds, 3), calibrate,
                isReferred ? read.Recording.Beats.Count : 0, read.Notes),
        };
    }

    private static AnalysedClassificationDto Classification(AamiFigures score) => new(
        score.Accuracy,
        score.PerClass.Where(c => c.Support > 0).Average(c => c.Sensitivity),
        score.MacroF1,
        [.. score.PerClass.Select(c => c.Class), "none"],
        score.Confusion);

    private static AnalysedBeatDto Beat(AnalyzedBeat beat) => new(
        beat.Class.ToString(), Round(beat.Probabilities[(int)beat.Class], 6), beat.Score is { } score ? Round(score, 6) : null, beat.Anomalous)
    {
        Sample = beat.Sample,
        TimeS = Round(beat.Seconds, 4),
        RrS = beat.RrSeconds is { } rr ? Round(rr, 4) : null,
        Probabilities = Enum.GetValues<AamiClass>().ToDictionary(c => c.ToString(), c => Round(beat.Probabilities[(int)c], 6)),
        Quality = Round(beat.Quality, 3),
        WarnedAfterS = beat.WarnedAfterSeconds is { } warned ? Round(warned, 3) : null,
    };

    private static double Round(double value, int digits) => Math.Round(value, digits);
}
