using System.CommandLine;
using EcgEdge.Agent.Hosting;
using EcgEdge.Agent.Options;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Commands;

/// <summary><c>openapi</c>: prints the OpenAPI document that a running agent serves.</summary>
internal static class OpenApiCommand
{
    public static Command Create()
    {
        var command = new Command("openapi", "Print the OpenAPI document of the REST interface.");
        command.SetAction(async (_, cancellation) =>
        {
            // Only the endpoints are looked at: nothing is opened, and nothing listens.
            await using var app = AgentHost.Build(new AgentOptions());
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(await app.Services.GetRequiredService<ApiDocument>().JsonAsync(), cancellation);
            return CommandLine.Success;
        });
        return command;
    }
}
