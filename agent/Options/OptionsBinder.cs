using System.Collections;
using System.Globalization;

namespace EcgEdge.Agent.Options;

/// <summary>Makes options of settings, and notes every setting that cannot be used rather than stop at the first.</summary>
/// <param name="isFromEnvironment">Whether the value of a key comes from the environment, the only place of secrets.</param>
internal sealed class OptionsBinder(Func<string, bool> isFromEnvironment)
{
    private readonly List<string> _errors = [];

    /// <summary>What is wrong, one sentence each, beginning with the key.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>The options; where a setting cannot be used, the default.</summary>
    public AgentOptions Bind(SettingNode settings)
    {
        var options = new AgentOptions();
        Fill(OptionTree.Root, options, settings, "");
        return options;
    }

    private void Fill(OptionNode section, object record, SettingNode settings, string key)
    {
        if (!string.IsNullOrEmpty(settings.Value)) _errors.Add($"{key} is \"{settings.Value}\"; expected {section.Expected}.");
        foreach (var (name, setting) in settings.Children)
        {
            if (section.Find(name) is not { } node) _errors.Add(UnknownSetting.Tell(section, key, name));
            else Set(node, record, setting, OptionTree.Join(key, node.Name));
        }
    }

    private void Set(OptionNode node, object record, SettingNode setting, string key)
    {
        // The records are immutable to everybody else: this one is still being made.
        if (node.Shape == OptionShape.Section) Fill(node, node.Property!.GetValue(record)!, setting, key);
        else if (node.Shape == OptionShape.List) node.Property!.SetValue(record, Items(node, setting, key));
        else if (Read(node, setting, key) is { } value) node.Property!.SetValue(record, value);
    }

    private IList Items(OptionNode list, SettingNode setting, string key)
    {
        var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(list.Type))!;
        if (!string.IsNullOrEmpty(setting.Value)) _errors.Add($"{key} is \"{setting.Value}\"; expected a list.");
        var numbered = new SortedDictionary<int, SettingNode>();
        foreach (var (name, item) in setting.Children)
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && numbered.TryAdd(number, item)) continue;
            _errors.Add($"{OptionTree.Join(key, name)} is unknown; expected {key}:0, {key}:1 and so on.");
        }

        foreach (var (number, item) in numbered)
        {
            var itemKey = OptionTree.Join(key, number.ToString(CultureInfo.InvariantCulture));
            if (number != items.Count)
            {
                _errors.Add($"{itemKey} is set, but {key}:{items.Count} is not; expected numbers from 0 on without a gap.");
                break;
            }

            items.Add(Item(list.Children[0], item, itemKey));
        }

        return items;
    }

    private object? Item(OptionNode content, SettingNode setting, string key)
    {
        if (content.Shape == OptionShape.Value) return Read(content, setting, key) ?? (content.Type == typeof(string) ? "" : Activator.CreateInstance(content.Type));
        var record = Activator.CreateInstance(content.Type)!;
        Fill(content, record, setting, key);
        return record;
    }

    private object? Read(OptionNode node, SettingNode setting, string key)
    {
        foreach (var name in setting.Children.Keys) _errors.Add($"{OptionTree.Join(key, name)} is unknown; {key} has no parts, expected {node.Expected}.");
        if (setting.Value is not { } text) return null;
        if (node.IsSecret && !isFromEnvironment(key))
        {
            _errors.Add($"{key} is a secret; expected it in the environment, as {SettingOrigin.Variable(key)}, and nowhere else.");
            return null;
        }

        if (OptionValue.TryRead(node.Type, text, out var value)) return value;
        _errors.Add(text.Length == 0 ? $"{key} is empty; expected {node.Expected}." : $"{key} is \"{text}\"; expected {node.Expected}.");
        return null;
    }
}
