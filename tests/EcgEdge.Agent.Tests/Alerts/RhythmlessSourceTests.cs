using EcgEdge.Acquisition.Formats;
using EcgEdge.Acquisition.Sources;
using EcgEdge.Agent.Alerts;

namespace EcgEdge.Agent.Tests.Alerts;

public sealed class RhythmlessSourceTests
{
    [Fact]
    public void Beats_laid_end_to_end_have_no_rhythm_of_their_own()
    {
        var beat = new Ecg5000Beat(1, 1, new float[Ecg5000File.WindowLength]);
        var recording = BeatTrain.Lay([beat, beat], BeatOrder.File, seed: 1, "two beats");
        using var source = new ReplaySource(recording, new ReplayOptions(), TimeProvider.System);
        Assert.False(source.Description.HasRhythm);
    }

    [Fact]
    public void Alerts_of_rate_and_rhythm_are_left_out_and_no_others()
    {
        var options = new AlertOptions().WithoutRhythm();
        Assert.All([options.Vt.Enabled, options.Bigeminy.Enabled, options.Brady.Enabled, options.Tachy.Enabled, options.Pause.Enabled], Assert.False);
        Assert.All([options.Anomaly.Enabled, options.Pvc.Enabled, options.Asystole.Enabled, options.LeadsOff.Enabled, options.Lost.Enabled], Assert.True);
    }
}
