using Homeport.Cli.Tasks;
using Homeport.Protocol.Races;

namespace Homeport.Cli.Races;

/// <summary><c>homeport race start</c>.</summary>
internal sealed class StartRace(HostCommand command)
{
    /// <summary>What the flags say.</summary>
    public sealed record Choices
    {
        public string? Prompt { get; init; }
        public IReadOnlyList<string> Runners { get; init; } = [];
        public string? Project { get; init; }
        public bool Adds { get; init; }
        public string? Title { get; init; }
        public string? Base { get; init; }
        public string? Verify { get; init; }
        public bool IsUnverified { get; init; }
        public int? Timeout { get; init; }
        public bool ConfirmsBypass { get; init; }
    }

    public async Task<int> RunAsync(Choices choices, CancellationToken cancellationToken)
    {
        var runners = choices.Runners.Select(RunnerText.Read).ToArray();
        if (runners.Length < 2)
        {
            throw CommandException.Usage("A race needs at least two runners: --runner claude_code --runner codex.");
        }

        var prompt = await PromptText.ReadAsync(choices.Prompt, command.Surroundings, cancellationToken);
        var started = await command.Client.CallAsync<CreateRaceRequest, RaceResponse>(
            "createRace",
            new CreateRaceRequest
            {
                RepositoryGroupId = await new ProjectChoice(command).FindAsync(choices.Project, choices.Adds, cancellationToken),
                Prompt = prompt,
                Title = choices.Title,
                BaseBranch = choices.Base,
                Runners = runners,
                VerifyCommand = choices.IsUnverified ? "" : choices.Verify,
                VerifyTimeoutSeconds = choices.Timeout,
                ConfirmBypass = choices.ConfirmsBypass ? "bypass" : null,
            },
            cancellationToken);
        new ShowRace(command).Print(started);
        return ExitCodes.Ok;
    }
}
