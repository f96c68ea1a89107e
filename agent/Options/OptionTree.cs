using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace EcgEdge.Agent.Options;

/// <summary>The tree of all options, read off the records: names, types, defaults, ranges.</summary>
public static class OptionTree
{
    private static readonly Lazy<OptionNode> s_root = new(() => Section("", null, new AgentOptions(), isLive: false, []));

    /// <summary>Everything that can be configured.</summary>
    public static OptionNode Root => s_root.Value;

    /// <summary>Every option of a configuration with its key and value, in the order of the records; lists item by item.</summary>
    public static IEnumerable<(string Key, OptionNode Node, object? Value)> Values(AgentOptions options) => Values(Root, "", options);

    /// <summary>The key of a child.</summary>
    public static string Join(string key, string name) => key.Length == 0 ? name : $"{key}:{name}";

    private static IEnumerable<(string Key, OptionNode Node, object? Value)> Values(OptionNode node, string key, object? value)
    {
        switch (node.Shape)
        {
            case OptionShape.Value:
                return [(key, node, value)];
            case OptionShape.List:
                return ((IEnumerable)value!).Cast<object>().SelectMany((item, i) => Values(node.Children[0], Join(key, i.ToString(CultureInfo.InvariantCulture)), item));
            default:
                return node.Children.SelectMany(child => Values(child, Join(key, child.Name), child.Property!.GetValue(value)));
        }
    }

    private static OptionNode Section(string name, PropertyInfo? property, object defaults, bool isLive, IReadOnlyList<RangeOfAttribute> ranges) => new()
    {
        Name = name,
        Shape = OptionShape.Section,
        Type = defaults.GetType(),
        Property = property,
        IsLive = isLive,
        Children = [.. OwnOptions(defaults.GetType()).Select(p => Child(p, defaults, isLive, ranges))],
    };

    /// <summary>What can be set on a record; what it computes from that is no option. Those that all kinds of a record share come first.</summary>
    private static IEnumerable<PropertyInfo> OwnOptions(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.GetIndexParameters().Length == 0)
            .OrderBy(p => p.DeclaringType == type ? 1 : 0);

    private static OptionNode Child(PropertyInfo property, object defaults, bool isLive, IReadOnlyList<RangeOfAttribute> ranges)
    {
        isLive |= property.IsDefined(typeof(AppliesLiveAttribute));
        var value = property.GetValue(defaults);
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (IsValue(type))
        {
            var narrower = ranges.FirstOrDefault(r => r.Option == property.Name);
            var isMachines = property.IsDefined(typeof(MachineDefaultAttribute));
            return new OptionNode
            {
                Name = property.Name,
                Shape = OptionShape.Value,
                Type = type,
                Property = property,
                Default = isMachines ? null : value,
                HasMachineDefault = isMachines,
                Range = narrower is null ? OptionRange.Of(property) : new OptionRange(narrower.Minimum, narrower.Maximum),
                Choices = ChoicesOf(property, type),
                IsLive = isLive,
            };
        }

        if (ItemType(type) is not { } item) return Section(property.Name, property, value!, isLive, [.. property.GetCustomAttributes<RangeOfAttribute>()]);
        var content = IsValue(item)
            ? new OptionNode { Name = "", Shape = OptionShape.Value, Type = item, IsLive = isLive, Choices = ChoicesOf(property, item) }
            : Section("", null, Activator.CreateInstance(item)!, isLive, []);
        return new OptionNode { Name = property.Name, Shape = OptionShape.List, Type = item, Property = property, IsLive = isLive, Children = [content] };
    }

    private static bool IsValue(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(Secret);

    private static Type? ItemType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static string[]? ChoicesOf(PropertyInfo property, Type type)
    {
        if (type.IsEnum) return [.. Enum.GetValues(type).Cast<object>().Select(OptionValue.Text)];
        return property.GetCustomAttribute<AllowedValuesAttribute>()?.Values.Where(v => v is not null).Select(v => OptionValue.Text(v!)).ToArray();
    }
}
