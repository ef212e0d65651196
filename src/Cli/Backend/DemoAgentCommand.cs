using System.CommandLine;
using Homeport.Agents.Demo;

namespace Homeport.Cli.Backend;

/// <summary><c>homeport demo-agent</c>: an agent without a model, which speaks ACP on its standard streams.</summary>
internal static class DemoAgentCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("demo-agent", "Play an agent without a model: speaks the Agent Client Protocol on standard input and output.");
        command.SetAction((_, cancellationToken) => DemoAgent.RunAsync(
            Console.OpenStandardInput(), Console.OpenStandardOutput(), surroundings.CurrentFolder, surroundings.Time, cancellationToken));
        return command;
    }
}
