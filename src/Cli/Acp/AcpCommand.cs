using System.CommandLine;
using Homeport.Cli.Client;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Acp;

/// <summary><c>homeport acp</c>: an agent for editors, whose sessions are tasks of the running host.</summary>
internal static class AcpCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var agent = new Option<string?>("--agent", "-a") { Description = "Which agent runs the tasks (default: the project's).", HelpName = "KIND" };
        var line = new Option<string[]>("--agent-command")
        {
            Description = "Of agent 'acp': the program and its arguments, one each; repeat the flag.",
            HelpName = "WORD",
        };
        var model = new Option<string?>("--model", "-m") { Description = "The agent's model.", HelpName = "NAME" };
        var mode = new Option<string?>("--mode") { Description = "How much it may do without asking.", HelpName = "MODE" }
            .AcceptOnlyFromAmong("plan", "ask", "accept_edits", "accept-edits");
        var command = new Command("acp", "Be an agent for an editor: speaks the Agent Client Protocol on standard input and output; its sessions are tasks.")
        {
            CommandOptions.Root, agent, line, model, mode,
        };
        command.SetAction((parsed, cancellationToken) => CommandOptions.RunAsync(surroundings, isJson: true, async printer =>
        {
            using var client = new HostClient(DataFolder.Resolve(parsed.GetValue(CommandOptions.Root), surroundings), surroundings.Time);
            await EditorServer.RunAsync(
                Console.OpenStandardInput(), Console.OpenStandardOutput(), new HostCommand(client, printer, surroundings),
                new TaskWishes
                {
                    Agent = parsed.GetValue(agent),
                    AgentCommand = parsed.GetValue(line) ?? [],
                    Model = parsed.GetValue(model),
                    Mode = parsed.GetValue(mode) is { } word ? EditorModes.Parse(word) : null,
                },
                cancellationToken);
            return ExitCodes.Ok;
        }));
        return command;
    }
}

/// <summary>What the tasks of this editor start with.</summary>
internal sealed record TaskWishes
{
    public string? Agent { get; init; }
    public IReadOnlyList<string> AgentCommand { get; init; } = [];
    public string? Model { get; init; }
    public PermissionMode? Mode { get; init; }
}
