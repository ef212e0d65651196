using Homeport.Host.Projects;
using Homeport.Host.Repositories;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Conversations;
using Homeport.Protocol.Import;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Import;

/// <summary>Where a session belongs, and how its agent comes to know what was said.</summary>
internal static class PastSessionPlacement
{
    public static PastSessionPlan Plan(ReadScope scope, PastSessionRow row)
    {
        var project = ProjectOf(scope, row.Folder);
        var isolation = project is null ? Isolation.Worktree : Usual(scope, project, row.Folder);
        return new PastSessionPlan
        {
            RepositoryGroupId = project?.Id,
            RepositoryGroupName = project?.Name,
            Isolation = isolation,
            Means = Means(isolation),
            Obstacle = project is not null ? null
                : row.Folder is null ? "The session does not tell in which folder it worked. Choose a project for it."
                : $"No project holds {row.Folder}. Add its repository to Homeport, or choose another project.",
        };
    }

    /// <summary>In the checkout where the session worked there: its changes may lie there, and what the agent remembers names that folder.</summary>
    public static Isolation Usual(ReadScope scope, RepositoryGroupView project, string? folder) =>
        Holds(scope, project, folder) ? Isolation.InPlace : project.Defaults.Isolation ?? Isolation.Worktree;

    /// <summary>An agent that is kept apart does not see the store in which its session lies.</summary>
    public static ConversationMeans Means(Isolation isolation) =>
        isolation is Isolation.InPlace or Isolation.Worktree ? ConversationMeans.Native : ConversationMeans.Text;

    /// <summary>The project whose repository holds the folder; of several the innermost.</summary>
    private static RepositoryGroupView? ProjectOf(ReadScope scope, string? folder) => ProjectStore.List(scope, Workspace.Personal)
        .Where(project => Holds(scope, project, folder))
        .MaxBy(project => RepositoryStore.Find(scope, project.RepositoryIds[0])!.Path.Length);

    /// <summary>A task works in the first repository of its project.</summary>
    private static bool Holds(ReadScope scope, RepositoryGroupView project, string? folder) =>
        folder is not null && project.RepositoryIds is [var first, ..] && RepositoryStore.Find(scope, first) is { } repository &&
        IsWithin(folder.TrimEnd('/'), repository.Path.TrimEnd('/'));

    private static bool IsWithin(string path, string folder) =>
        path == folder || (path.StartsWith(folder, StringComparison.Ordinal) && path[folder.Length] == '/');
}
