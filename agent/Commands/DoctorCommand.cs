using System.CommandLine;
using System.Text.Json;
using EcgEdge.Agent.Doctor;
using EcgEdge.Agent.Rest;

namespace EcgEdge.Agent.Commands;

/// <summary><c>doctor</c>: looks at everything the agent needs and says how to mend what is wrong. Exit code 1 when something fails.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "Folder in which data sets are looked for first." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("doctor", "Check settings, models, data, storage, ports, broker, clock and devices. Settings follow as --Section:Key value.") { data, json };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellation) =>
        {
            var findings = new List<Finding>();
            await foreach (var finding in Examination.RunAsync(parsed.UnmatchedTokens, parsed.GetValue(data), cancellation))
            {
                findings.Add(finding);
                if (!parsed.GetValue(json)) Console.WriteLine(Line(finding));
            }

            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize<IReadOnlyList<Finding>>(findings, ApiJson.Indented.IReadOnlyListFinding));
            return findings.Exists(f => f.State == FindingState.Fail) ? CommandLine.Failure : CommandLine.Success;
        });
        return command;
    }

    private static string Line(Finding finding)
    {
        var line = $"{finding.State.ToString().ToLowerInvariant(),-5} {finding.What}{(finding.Mend is null ? "" : $"  ->  {finding.Mend}")}";
        return line.ReplaceLineEndings(" ");
    }
}
