namespace EcgEdge.Inference.Packs;

/// <summary>What a model is for, as manifests write it.</summary>
public static class ModelRole
{
    /// <summary>Reconstructs a window as a normal heart would have shown it; one deterministic pass of a variational autoencoder.</summary>
    public const string Vae = "vae";

    /// <summary>The same by an autoencoder, which a linear graph (PCA) is too.</summary>
    public const string Autoencoder = "autoencoder";

    /// <summary>Tells the class of a beat from window, difference and features, or some of them.</summary>
    public const string Classifier = "classifier";

    /// <summary>Tells the class of a beat from its features alone.</summary>
    public const string FeatureClassifier = "feature-classifier";

    /// <summary>Forecasts the rest of a beat from its beginning.</summary>
    public const string BeatForecaster = "beat-forecaster";

    /// <summary>Forecasts every sample of a beat from those before it.</summary>
    public const string InstantForecaster = "instant-forecaster";

    /// <summary>Judges a beat from its first samples, from their difference from the running beat and the interval before, or some of these.</summary>
    public const string EarlyWarning = "early-warning";

    /// <summary>The roles this version can run.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Vae, Autoencoder, Classifier, FeatureClassifier, BeatForecaster, InstantForecaster, EarlyWarning];
}
