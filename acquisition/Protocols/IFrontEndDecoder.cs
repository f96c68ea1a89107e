namespace EcgEdge.Acquisition.Protocols;

/// <summary>
/// Makes samples of a front end's bytes, however these are cut. Never throws, whatever the bytes, and finds its way again after any noise;
/// memory is constant.
/// </summary>
public interface IFrontEndDecoder
{
    /// <summary>Whether missing samples are told exactly, since samples carry a number or a time.</summary>
    bool IsNumbered { get; }

    /// <summary>Takes the next bytes and tells what they complete.</summary>
    void Decode(ReadOnlySpan<byte> bytes, IFrontEndListener listener);
}
