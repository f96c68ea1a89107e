using EcgEdge.Inference.Packs;

namespace EcgEdge.Inference.Models;

/// <summary>Tells the class of a beat: one classifier, or the weighted mean of several ones' probabilities.</summary>
public sealed class Classification : IDisposable
{
    private readonly BeatClassifier[] _members;
    private readonly float[] _weights;

    /// <summary>Opens the classifiers that the manifest joins.</summary>
    /// <exception cref="PackException">A model does not load or does not fit the manifest.</exception>
    public Classification(LoadedPack pack)
    {
        var manifest = pack.Manifest;
        IReadOnlyList<ClassificationMember> members = manifest.Classification?.Members
            ?? [new ClassificationMember { Model = manifest.Models.First(m => m.Role is ModelRole.Classifier or ModelRole.FeatureClassifier).Name, Weight = 1 }];
        var sum = members.Sum(m => m.Weight);
        _weights = [.. members.Select(m => (float)(m.Weight / sum))];
        _members = [.. members.Select(m => new BeatClassifier(pack.Models.First(l => l.Spec.Name == m.Model), manifest.Pack))];
    }

    /// <summary>Judges a beat; writes the probability of each class and returns the index of the likeliest.</summary>
    public int Run(BeatInputs beat, Span<float> probabilities)
    {
        probabilities.Clear();
        for (var m = 0; m < _members.Length; m++)
        {
            _members[m].Run(beat);
            var said = _members[m].Probabilities;
            for (var k = 0; k < probabilities.Length; k++) probabilities[k] += _weights[m] * said[k];
        }

        var best = 0;
        for (var k = 1; k < probabilities.Length; k++)
        {
            if (probabilities[k] > probabilities[best]) best = k;
        }

        return best;
    }

    public void Dispose()
    {
        foreach (var member in _members) member.Dispose();
    }
}
