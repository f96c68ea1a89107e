namespace EcgEdge.Inference.Evaluation;

/// <summary>Error of the instant forecaster one sample ahead, over samples 8 to 139 of every beat.</summary>
/// <param name="Rmse">Root mean square error over all beats, in z units.</param>
/// <param name="NormalRmse">The same over normal beats; null when no labels are known.</param>
public sealed record ForecastFigures(double Rmse, double? NormalRmse);
