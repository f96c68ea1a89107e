namespace EcgEdge.Agent.Security;

/// <summary>Marks what answers without an access token.</summary>
public sealed class OpenToAll
{
    public static readonly OpenToAll Mark = new();

    private OpenToAll()
    {
    }
}
