using EcgEdge.Acquisition.Sources;

namespace EcgEdge.Acquisition.Protocols;

/// <summary>Is told what a front end sent, in order, on the thread that decodes.</summary>
public interface IFrontEndListener
{
    /// <summary>One sample.</summary>
    /// <param name="counts">The converter's value; without meaning while a lead is off.</param>
    /// <param name="leads">Contact of the electrodes while it was taken.</param>
    void OnSample(int counts, LeadState leads);

    /// <summary>So many samples are missing before the next one.</summary>
    void OnLost(long samples);

    /// <summary>The front end began to count anew (it was reset): how many samples are missing is not known.</summary>
    void OnRestart();

    /// <summary>Bytes that belong to no sample.</summary>
    void OnGarbled(int bytes);
}
