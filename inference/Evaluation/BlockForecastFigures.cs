namespace EcgEdge.Inference.Evaluation;

/// <summary>Error of forecasting the rest of a beat from its beginning, in z units.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="From">Samples known.</param>
/// <param name="To">Samples forecast.</param>
/// <param name="Rmse">Root mean square error over all beats.</param>
/// <param name="Mse">Mean square error over all beats.</param>
/// <param name="NormalRmse">Root mean square error over normal beats; null without any.</param>
/// <param name="NormalMse">Mean square error over normal beats; null without any.</param>
/// <param name="Auc">How well the error tells anomalous from normal beats; null when one kind is missing.</param>
public sealed record BlockForecastFigures(
    string Model, int From, int To, double Rmse, double Mse, double? NormalRmse, double? NormalMse, double? Auc);
