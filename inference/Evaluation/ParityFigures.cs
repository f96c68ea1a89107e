namespace EcgEdge.Inference.Evaluation;

/// <summary>The int8 models of a pack set against their fp32 twins, beat by beat and figure by figure.</summary>
/// <param name="Pack">Name of the pack.</param>
/// <param name="Version">Its version.</param>
/// <param name="Beats">Beats judged by both.</param>
/// <param name="ClassAgreement">Part of the beats for which both tell the same class.</param>
/// <param name="AnomalyAgreement">Part of the beats that both call anomalous or both call normal.</param>
/// <param name="LargestProbabilityDifference">Largest difference of any class's probability on any beat.</param>
/// <param name="LargestDifference">Largest absolute difference of any figure below.</param>
/// <param name="Figures">Every figure of both.</param>
public sealed record ParityFigures(
    string Pack,
    string Version,
    int Beats,
    double ClassAgreement,
    double AnomalyAgreement,
    double LargestProbabilityDifference,
    double LargestDifference,
    IReadOnlyList<FigureParity> Figures);

/// <summary>One figure in both precisions.</summary>
/// <param name="Name">As in <see cref="PackFigures"/>, dots between levels.</param>
/// <param name="Int8">By the int8 models.</param>
/// <param name="Fp32">By the fp32 models.</param>
/// <param name="Difference">int8 minus fp32.</param>
public sealed record FigureParity(string Name, double Int8, double Fp32, double Difference);
