using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Tasks;

/// <summary><c>homeport task create</c>.</summary>
internal sealed class CreateTask(HostCommand command)
{
    /// <summary>What the flags say.</summary>
    public sealed record Choices
    {
        public string? Prompt { get; init; }
        public string? Project { get; init; }
        public bool Adds { get; init; }
        public string? Title { get; init; }
        public string? Agent { get; init; }
        public IReadOnlyList<string> AgentCommand { get; init; } = [];
        public string? Model { get; init; }
        public PermissionMode? Mode { get; init; }
        public bool ConfirmsBypass { get; init; }
        public Isolation? Isolation { get; init; }
        public bool IsOffline { get; init; }
        public string? Base { get; init; }
        public string? Branch { get; init; }
        public bool Starts { get; init; }
        public WaitForTask.Choices Wait { get; init; } = new();
    }

    public async Task<int> RunAsync(Choices choices, CancellationToken cancellationToken)
    {
        var prompt = await PromptText.ReadAsync(choices.Prompt, command.Surroundings, cancellationToken);
        var request = new CreateUnitTaskRequest
        {
            RepositoryGroupId = await new ProjectChoice(command).FindAsync(choices.Project, choices.Adds, cancellationToken),
            Prompt = prompt,
            Title = choices.Title,
            AgentType = choices.Agent,
            AgentCommand = choices.AgentCommand is { Count: > 0 } line ? line : null,
            Model = choices.Model,
            PermissionMode = choices.Mode,
            ConfirmBypass = choices.ConfirmsBypass ? "bypass" : null,
            Isolation = choices.Isolation,
            Network = choices.IsOffline ? false : null,
            BaseBranch = choices.Base,
            BranchName = choices.Branch,
            Start = choices.Starts || choices.Wait.Waits ? true : null,
        };
        var result = await command.Client.CallAsync(
            "createUnitTask", JsonSerializer.SerializeToElement(request, ProtocolJson.Default.CreateUnitTaskRequest), cancellationToken);
        return await command.FinishAsync(result, choices.Wait, cancellationToken);
    }
}
