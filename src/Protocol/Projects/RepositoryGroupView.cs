using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Projects;

/// <summary>A project: the place where tasks belong. Its first repository is where agents work.</summary>
public sealed record RepositoryGroupView
{
    public required string Id { get; init; }
    public required string WorkspaceId { get; init; }
    public required string Name { get; init; }

    /// <summary>A number from 1 to 8: the colour of its square.</summary>
    public required int Color { get; init; }

    public required int SortOrder { get; init; }
    public required IReadOnlyList<string> RepositoryIds { get; init; }

    /// <summary>What a new task starts with.</summary>
    public required ProjectDefaults Defaults { get; init; }

    /// <summary>What happens around the worktrees of its tasks.</summary>
    public required ProjectScripts Scripts { get; init; }

    /// <summary>In their order.</summary>
    public required IReadOnlyList<StartupCommand> Commands { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required long Version { get; init; }
}

/// <summary>What a new task of a project starts with, unless it says otherwise.</summary>
public sealed record ProjectDefaults
{
    public string? AgentType { get; init; }
    public IReadOnlyList<string>? AgentCommand { get; init; }
    public string? Model { get; init; }
    public PermissionMode? PermissionMode { get; init; }
    public string? BaseBranch { get; init; }
    public Isolation? Isolation { get; init; }

    /// <summary>False for sandboxes and containers without network.</summary>
    public bool? Network { get; init; }

    /// <summary>The image of containers; the usual one when left out.</summary>
    public string? ContainerImage { get; init; }

    /// <summary>May hold <c>${slug}</c> and <c>${shortId}</c>; <c>homeport/${slug}-${shortId}</c> when left out.</summary>
    public string? BranchTemplate { get; init; }

    /// <summary>How often a turn that met an overloaded provider is tried again by itself, 0 to 10; 3 when left out.</summary>
    public int? Retries { get; init; }

    /// <summary>Whether a task that met a usage limit goes on by itself when that ends; it does not when left out.</summary>
    public bool? ResumeAfterLimit { get; init; }
}
