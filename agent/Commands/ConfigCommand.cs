using System.CommandLine;
using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Commands;

/// <summary><c>config</c>: the schema of the settings, a sample of them, and whether those at hand are good.</summary>
internal static class ConfigCommand
{
    public static Command Create() => new("config", "Show what can be set, and check what is set.") { Schema(), Sample(), Check() };

    private static Command Schema() => Print("schema", "Print the JSON schema of a settings file.", OptionsSchema.Write);

    private static Command Sample() => Print("sample", "Print a settings file with every option, its default and a comment.", OptionsSample.Write);

    private static Command Print(string name, string description, Func<string> write)
    {
        var command = new Command(name, description);
        command.SetAction(_ =>
        {
            Console.Out.Write(write());
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Check()
    {
        var file = new Argument<string?>("file") { Description = "A settings file, checked alone; default: everything the agent would read.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("check", "Tell every error of the settings, or what is set and where. Settings follow as --Section:Key value.") { file, json };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed =>
        {
            var checking = Run(parsed.GetValue(file), parsed.UnmatchedTokens);
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(checking, ApiJson.Indented.ConfigCheck));
            else Tell(checking);
            return checking.Errors.Count == 0 ? CommandLine.Success : CommandLine.BadInput;
        });
        return command;
    }

    private static ConfigCheck Run(string? file, IReadOnlyList<string> arguments)
    {
        // What looks like a setting is one, though it stands where the file may.
        if (file?.StartsWith("--", StringComparison.Ordinal) is true) (file, arguments) = (null, [file!, .. arguments]);
        try
        {
            if (file is not null && !File.Exists(file)) throw new OptionsException($"{file}: there is no such file");
            var configuration = file is null ? OptionsReader.Gather(arguments) : SettingsPlaces.Only(file);
            return new ConfigCheck([], SettingsList.Of(OptionsReader.Read(configuration), configuration));
        }
        catch (OptionsException e)
        {
            return new ConfigCheck(e.Errors, []);
        }
    }

    private static void Tell(ConfigCheck checking)
    {
        foreach (var error in checking.Errors) Console.Error.WriteLine($"ecgedge: {error.ReplaceLineEndings(" ")}");
        foreach (var (key, value, origin) in checking.Settings) Console.WriteLine($"{key} = {value ?? "null"}  ({origin})");
        if (checking.Errors.Count == 0) Console.WriteLine($"The settings are good; {checking.Settings.Count} are set.");
    }
}

/// <summary>What came of checking the settings.</summary>
/// <param name="Errors">Everything that is wrong; empty when the settings are good.</param>
/// <param name="Settings">What is set, and where; empty when something is wrong.</param>
public sealed record ConfigCheck(IReadOnlyList<string> Errors, IReadOnlyList<SettingValue> Settings);
