namespace EcgEdge.Acquisition.Simulation;

/// <summary>What a virtual front end speaks.</summary>
public enum FrontEndProtocol
{
    /// <summary>Frames with numbers and checks.</summary>
    Binary,

    /// <summary>One value a line, <c>!</c> for leads off.</summary>
    Text,

    /// <summary><c>value,lo+,lo-</c>.</summary>
    TextLeads,

    /// <summary><c>microseconds,value</c>.</summary>
    TextTime,
}
