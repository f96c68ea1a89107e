namespace EcgEdge.Inference.Packs;

/// <summary>What a model is for, as manifests write it.</summary>
public static class ModelRole
{
    public const string Vae = "vae";
    public const string Autoencoder = "autoencoder";
    public const string Classifier = "classifier";
    public const string BeatForecaster = "beat-forecaster";
    public const string InstantForecaster = "instant-forecaster";

    /// <summary>The roles this version can run.</summary>
    public static IReadOnlyList<string> All { get; } = [Vae, Autoencoder, Classifier, BeatForecaster, InstantForecaster];
}
