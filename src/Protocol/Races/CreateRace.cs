using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Races;

/// <summary>Gives one prompt to several agents at once: a task for each, all from the commit at which the base branch is now.</summary>
public sealed record CreateRaceRequest
{
    public required string RepositoryGroupId { get; init; }

    /// <summary>What each is to do; 1 to 200,000 characters.</summary>
    public required string Prompt { get; init; }

    /// <summary>At most 200 characters; made from the prompt when left out.</summary>
    public string? Title { get; init; }

    /// <summary>The branch to start from; the project's, else the repository's default branch, when left out.</summary>
    public string? BaseBranch { get; init; }

    /// <summary>2 to 8. The same profile may be there more than once.</summary>
    public required IReadOnlyList<RaceProfile> Runners { get; init; }

    /// <summary>Shell lines that judge each worktree; the project's when left out, none when empty.</summary>
    public string? VerifyCommand { get; init; }

    /// <summary>10 to 3,600; the project's, else 600, when left out.</summary>
    public int? VerifyTimeoutSeconds { get; init; }

    /// <summary>Mode <c>bypass</c> outside of a sandbox or container is taken only with the exact text <c>bypass</c> here.</summary>
    public string? ConfirmBypass { get; init; }
}

/// <summary>Asks for a race.</summary>
public sealed record GetRaceRequest
{
    public required string Id { get; init; }
}

/// <summary>A race and its tasks as they are, those in the trash included, in the order of the runners.</summary>
public sealed record RaceResponse
{
    public required RaceView Race { get; init; }
    public required IReadOnlyList<UnitTaskView> Tasks { get; init; }
}

/// <summary>Asks for races, newest first.</summary>
public sealed record ListRacesRequest
{
    public string? RepositoryGroupId { get; init; }

    /// <summary>Only those that are not decided.</summary>
    public bool? Open { get; init; }

    /// <summary>1 to 200; 50 when left out.</summary>
    public int? Limit { get; init; }
}

/// <summary>JSON-RPC calls the list <c>races</c>.</summary>
public sealed record ListRacesResponse
{
    public required IReadOnlyList<RaceView> Items { get; init; }
}
