using EcgEdge.Agent.Commands;

return await CommandLine.RunAsync(args);
