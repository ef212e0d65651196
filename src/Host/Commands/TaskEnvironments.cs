using Homeport.Host.Projects;
using Homeport.Host.Tasks;
using Homeport.Protocol.Link;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Commands;

/// <summary>What the programs of a task learn, and what is to be done in its worktree before the agent begins.</summary>
internal static class TaskEnvironments
{
    private const int UsualSetupSeconds = 600;

    /// <summary>Of a task that has a worktree.</summary>
    public static TaskEnvironment Of(ReadScope scope, UnitTask task)
    {
        var repository = TaskWorktrees.RepositoryOf(scope, task);
        return new TaskEnvironment
        {
            RepositoryPath = repository.Path,
            WorktreePath = task.WorktreePath!,
            Branch = task.Branch!,
            BaseBranch = task.BaseBranch ?? repository.DefaultBranch,
            Ports = PortStore.Of(scope, task.Id),
            Isolation = IsolationOf(scope, task),
        };
    }

    /// <summary>Null where nothing keeps the task's programs.</summary>
    private static TaskIsolation? IsolationOf(ReadScope scope, UnitTask task) => task.Isolation is Isolation.Sandbox or Isolation.Container
        ? new TaskIsolation
        {
            TaskId = task.Id,
            Kind = task.Isolation,
            WorktreePath = task.WorktreePath!,
            Branch = task.Branch!,
            Network = task.Network,
            Image = ProjectStore.FindEvenRemoved(scope, task.ProjectId)?.Defaults.ContainerImage,
        }
        : null;

    /// <summary>Null if the worktree is set up, or there is nothing to do.</summary>
    public static WorktreeSetup? SetupOf(ReadScope scope, UnitTask task)
    {
        if (task.Setup is not (SetupState.Due or SetupState.Failed) || ProjectStore.FindEvenRemoved(scope, task.ProjectId) is not { } project)
        {
            return null;
        }

        var scripts = project.Scripts;
        return scripts.Setup is null && scripts.CopyIgnored is null or { Count: 0 }
            ? null
            : new WorktreeSetup
            {
                Environment = Of(scope, task),
                CopyIgnored = scripts.CopyIgnored ?? [],
                Script = scripts.Setup,
                TimeoutSeconds = scripts.SetupTimeoutSeconds ?? UsualSetupSeconds,
            };
    }

    /// <summary>The project of a task, also when it was removed meanwhile.</summary>
    public static ProjectScripts ScriptsOf(ReadScope scope, UnitTask task) =>
        ProjectStore.FindEvenRemoved(scope, task.ProjectId)?.Scripts ?? new ProjectScripts();
}
