namespace EcgEdge.Agent.Options;

/// <summary>Reads the options from configuration: unknown keys are refused by name, and all errors are told at once.</summary>
public static class OptionsReader
{
    /// <summary>Sections that belong to the host rather than to us.</summary>
    private static readonly string[] s_foreign = ["Logging"];

    /// <summary>The configuration of this process: <c>appsettings.json</c> beside the program and in the working folder, environment, command line.</summary>
    public static IConfigurationRoot Gather(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            // The command-line provider passes over what it cannot read; a mistyped setting must not vanish.
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal)) throw new OptionsException($"'{argument}' is not understood; see --help");
            if (argument.Contains('=')) continue;
            if (++i >= arguments.Count) throw new OptionsException($"'{argument}' needs a value");
        }

        return new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(Environment.CurrentDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables("ECGEDGE__")
            .AddCommandLine([.. arguments])
            .Build();
    }

    /// <exception cref="OptionsException">A key is unknown or a value cannot be used.</exception>
    public static AgentOptions Read(IConfiguration configuration)
    {
        AgentOptions options;
        try
        {
            var own = new ConfigurationBuilder().AddInMemoryCollection(
                configuration.AsEnumerable().Where(p => !s_foreign.Any(f => p.Key.Equals(f, StringComparison.OrdinalIgnoreCase)
                    || p.Key.StartsWith(f + ":", StringComparison.OrdinalIgnoreCase)))).Build();
            options = own.Get<AgentOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new AgentOptions();
        }
        catch (InvalidOperationException e)
        {
            throw new OptionsException(e.InnerException is null ? e.Message : $"{e.Message} {e.InnerException.Message}", e);
        }

        var errors = options.Validate();
        return errors.Count == 0 ? options : throw new OptionsException(string.Join(" ", errors));
    }
}
