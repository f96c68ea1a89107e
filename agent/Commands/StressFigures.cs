namespace EcgEdge.Agent.Commands;

/// <summary>R-peak detection under added noise.</summary>
/// <param name="Records">Records the noise was added to.</param>
/// <param name="Seed">Seed of the places where the noise was taken.</param>
/// <param name="Rows">One per noise and level, the noises one after the other, then all of them pooled.</param>
public sealed record StressFigures(IReadOnlyList<string> Records, int Seed, IReadOnlyList<StressRow> Rows);

/// <summary>Detection under one noise at one level, beats of all records pooled, their clean stretches included.</summary>
/// <param name="Noise">Its record; "all" for the noises pooled.</param>
/// <param name="Decibel">Signal-to-noise ratio within the noisy stretches.</param>
/// <param name="Sensitivity">At 50 ms.</param>
/// <param name="PositivePredictivity">At 50 ms.</param>
/// <param name="F1">At 50 ms.</param>
/// <param name="Quality">Mean signal quality per second within the noisy stretches, 0 to 1.</param>
public sealed record StressRow(string Noise, double Decibel, double Sensitivity, double PositivePredictivity, double F1, double Quality);
