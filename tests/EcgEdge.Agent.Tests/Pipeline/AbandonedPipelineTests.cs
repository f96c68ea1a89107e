using EcgEdge.Agent.Alerts;
using EcgEdge.Agent.Tests.Alerts;

namespace EcgEdge.Agent.Tests.Pipeline;

public class AbandonedPipelineTests
{
    [Fact]
    public void Its_alerts_are_cleared_in_its_place_and_it_hands_on_nothing_more()
    {
        using var script = new EcgScript();
        script.Heart(30, 160);
        Assert.Equal("rate.tachy Raised", script.Story());
        script.Pipeline.Abandon();
        Assert.Equal("rate.tachy Raised, rate.tachy Cleared", script.Story());
        Assert.True(script.Of(AlertKind.RateTachy)[^1].EndIndex > script.Of(AlertKind.RateTachy)[0].StartIndex);

        var told = script.Alerts.Count;
        script.Heart(30, 160).Line(6);
        script.Pipeline.End();
        Assert.Equal(told, script.Alerts.Count);
    }
}
