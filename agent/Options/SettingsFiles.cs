namespace EcgEdge.Agent.Options;

/// <summary>
/// Settings files as one layer of the configuration, a later file over an earlier one. Options go by key; a list goes as a whole, so that
/// two channels in one file do not mix with three in another.
/// </summary>
internal sealed class SettingsFiles : ConfigurationProvider, IConfigurationSource
{
    private readonly Dictionary<string, (string Path, int Line)> _places = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="files">In rising precedence.</param>
    public SettingsFiles(IEnumerable<SettingsFile> files)
    {
        foreach (var file in files)
        {
            foreach (var list in file.Lists) Forget(list);
            foreach (var (key, (value, line)) in file.Values)
            {
                Data[key] = value;
                _places[key] = (file.Path, line);
            }
        }
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>File and line of a key's value.</summary>
    public (string Path, int Line) PlaceOf(string key) => _places[key];

    private void Forget(string list)
    {
        foreach (var key in Data.Keys.Where(k => k.StartsWith(list + ":", StringComparison.OrdinalIgnoreCase)).ToArray()) Data.Remove(key);
    }
}
