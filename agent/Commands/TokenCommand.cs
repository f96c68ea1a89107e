using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Rest;
using EcgEdge.Agent.Security;

namespace EcgEdge.Agent.Commands;

/// <summary><c>token</c>: makes, lists and takes back access tokens. A running agent follows at its next request.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var command = new Command("token", "Access tokens for REST and the page. Settings follow as --Section:Key value; they say where the storage folder is.");
        command.Add(Add());
        command.Add(List());
        command.Add(Remove());
        return command;
    }

    private static Command Add()
    {
        var name = Name();
        var json = Json();
        var command = Sub("add", "Make a token; it is shown once. From then on every call needs one.", name, json);
        command.SetAction(parsed =>
        {
            var secret = Book(parsed).Add(parsed.GetValue(name)!);
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(new NewTokenDto(parsed.GetValue(name)!, secret), ApiJson.Indented.NewTokenDto) : secret);
            return CommandLine.Success;
        });
        return command;
    }

    private static Command List()
    {
        var json = Json();
        var command = Sub("list", "Names of the tokens and when they were made.", json);
        command.SetAction(parsed =>
        {
            TokenDto[] tokens = [.. Book(parsed).All.Select(t => new TokenDto(t.Name, t.CreatedAt))];
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(tokens, ApiJson.Indented.TokenDtoArray));
            else foreach (var token in tokens) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{token.CreatedAt:yyyy-MM-dd HH:mm:ss}  {token.Name}"));
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Remove()
    {
        var name = Name();
        var command = Sub("remove", "Take a token back, with the logins made by it.", name);
        command.SetAction(parsed =>
        {
            Book(parsed).Remove(parsed.GetValue(name)!);
            return CommandLine.Success;
        });
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "What the token is for." };

    private static Option<bool> Json() => new("--json") { Description = "Print JSON." };

    private static Command Sub(string name, string description, params Symbol[] symbols)
    {
        var command = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Add(argument);
            else command.Add((Option)symbol);
        }

        return command;
    }

    private static TokenBook Book(ParseResult parsed) =>
        new(OptionsReader.Read(OptionsReader.Gather(parsed.UnmatchedTokens)).Storage.Directory, TimeProvider.System);
}

/// <summary>A new token.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Token">The secret, told this once.</param>
public sealed record NewTokenDto(string Name, string Token);

/// <summary>A token as it is listed.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
public sealed record TokenDto(string Name, DateTimeOffset CreatedAt);
