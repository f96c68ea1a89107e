using EcgEdge.Acquisition.Signal.Quality;

namespace EcgEdge.Acquisition.Signal;

/// <summary>Hears what the beat extractor finds, on the source's thread and in signal order. Implementations must not
/// block; what one does not care for it leaves out.</summary>
public interface IBeatListener
{
    /// <summary>A sample of the trace for the eye, in millivolts, under the index of the input sample it stands for.</summary>
    void OnTrace(long index, float millivolts)
    {
    }

    /// <summary>An R peak, in the order of their indices.</summary>
    void OnRPeak(RPeak peak)
    {
    }

    /// <summary>The beginning of a beat that has not ended, as long as <see cref="WindowCut.PrefixLengths"/> asks. Reused.</summary>
    void OnPrefix(BeatPrefix prefix)
    {
    }

    /// <summary>A complete beat. The window is reused for the next one.</summary>
    void OnBeat(BeatWindow window)
    {
    }

    /// <summary>The peak at this index ended a stretch too long to be a beat.</summary>
    void OnPause(long index)
    {
    }

    /// <summary>Signal quality of the second that ended with the input sample of this index.</summary>
    void OnQuality(long index, QualityReport quality)
    {
    }

    /// <summary>The signal broke off; what follows begins afresh.</summary>
    void OnGap()
    {
    }
}
