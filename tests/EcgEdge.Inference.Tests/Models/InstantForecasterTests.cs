using EcgEdge.Inference.Models;
using EcgEdge.Inference.Packs;
using EcgEdge.Inference.Tests.Packs;

namespace EcgEdge.Inference.Tests.Models;

public class InstantForecasterTests
{
    [Theory]
    [InlineData(Precision.Int8)]
    [InlineData(Precision.Fp32)]
    public void No_sample_changes_the_forecast_of_itself_or_of_one_before(Precision precision)
    {
        using var forecaster = Open(precision);
        var window = Enumerable.Range(0, 140).Select(i => MathF.Sin(i * 0.11f)).ToArray();
        var before = forecaster.Run(window).ToArray();
        for (var changed = 0; changed < 140; changed += 3)
        {
            var other = window.ToArray();
            for (var i = changed; i < 140; i++) other[i] = -window[i] + 0.3f;
            var after = forecaster.Run(other);
            for (var i = 0; i <= changed; i++) Assert.Equal(before[i], after[i]);
        }
    }

    [Fact]
    public void The_past_changes_the_forecast()
    {
        using var forecaster = Open(Precision.Int8);
        var flat = forecaster.Run(new float[140]).ToArray();
        var wave = forecaster.Run([.. Enumerable.Range(0, 140).Select(i => MathF.Sin(i * 0.11f))]).ToArray();
        Assert.Equal(flat[0], wave[0]);
        Assert.True(Enumerable.Range(60, 80).All(i => flat[i] != wave[i]));
    }

    private static InstantForecaster Open(Precision precision) =>
        new(ShippedPack.Load(precision).Models.First(m => m.Spec.Role == ModelRole.InstantForecaster), "ecg5000");
}
