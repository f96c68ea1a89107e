using EcgEdge.Inference.Models;
using EcgEdge.Inference.Packs;
using EcgEdge.Inference.Tests.Packs;

namespace EcgEdge.Inference.Tests.Models;

public class InstantForecasterTests
{
    [Theory]
    [InlineData(Precision.Int8, 0.02)]
    [InlineData(Precision.Fp32, 1e-5)]
    public void One_sample_at_a_time_is_the_same_as_the_whole_window(Precision precision, double tolerance)
    {
        var model = ShippedPack.Load(precision).Models.First(m => m.Spec.Role == ModelRole.InstantForecaster);
        using var whole = new InstantForecaster(model, "ecg5000", 140);
        using var single = new InstantForecaster(model, "ecg5000", 1);
        var window = Enumerable.Range(0, 140).Select(i => MathF.Sin(i * 0.11f)).ToArray();

        whole.Reset();
        var expected = whole.Advance(window).ToArray();
        single.Reset();
        for (var i = 0; i < 140; i++) Assert.Equal(expected[i], single.Advance(window.AsSpan(i, 1))[0], tolerance);
    }

    [Fact]
    public void Knows_what_came_before_until_it_is_reset()
    {
        var model = ShippedPack.Load().Models.First(m => m.Spec.Role == ModelRole.InstantForecaster);
        using var forecaster = new InstantForecaster(model, "ecg5000", 1);
        forecaster.Reset();
        var fresh = forecaster.Advance([1f])[0];
        for (var i = 0; i < 20; i++) forecaster.Advance([-2f]);
        Assert.NotEqual(fresh, forecaster.Advance([1f])[0]);
        forecaster.Reset();
        Assert.Equal(fresh, forecaster.Advance([1f])[0]);
    }

    [Fact]
    public void Refuses_another_number_of_samples()
    {
        var model = ShippedPack.Load().Models.First(m => m.Spec.Role == ModelRole.InstantForecaster);
        using var forecaster = new InstantForecaster(model, "ecg5000", 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => forecaster.Advance(new float[3]).Length);
    }
}
