using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Commands;
using Homeport.Host.Projects;
using Homeport.Host.Repositories;
using Homeport.Host.Terminals;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Repositories;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>A task's worktree: made when it is first needed, brought back from the trash, put there when it is not needed any more.</summary>
internal sealed class TaskWorktrees(
    Database database, IWorkerRpc worker, CloseTerminal terminals, CommandsEnd commands, CleanupScript cleanup, TimeProvider time)
{
    /// <summary>The task with a worktree that exists.</summary>
    public async Task<Result<UnitTask>> EnsureAsync(string taskId, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(scope => Look(scope, taskId), cancellationToken);
        if (!found.Succeeded(out var place, out var problem))
        {
            return problem;
        }

        var (task, project, repository) = place;
        if (task.HasWorktree)
        {
            return task;
        }

        return task.WorktreePath is null || task.Isolation == Isolation.InPlace
            ? await CreateAsync(task, project, repository, cancellationToken)
            : await RestoreAsync(task, repository, cancellationToken);
    }

    /// <summary>Puts the worktree into the trash after a snapshot; the task as it is then. Nothing happens without one.</summary>
    public async Task<Result<UnitTask>> RemoveAsync(UnitTask task, CancellationToken cancellationToken)
    {
        if (!task.HasWorktree)
        {
            return task;
        }

        await terminals.OfTaskAsync(task.Id); // they work in it
        await commands.RunAsync(task, cancellationToken);
        if (task.Isolation == Isolation.InPlace)
        {
            return await LeaveAsync(task.Id, "gone", cancellationToken); // the checkout is the person's own
        }

        await cleanup.RunAsync(task, cancellationToken);
        var repository = await RepositoryAsync(task, cancellationToken);
        var removed = await worker.CallAsync<RemoveWorktreeRequest, RemoveWorktreeResponse>(
            WorkerMethods.RemoveWorktree,
            new RemoveWorktreeRequest { TaskId = task.Id, RepositoryPath = repository.Path, WorktreePath = task.WorktreePath! },
            cancellationToken);
        return removed.Succeeded(out var response, out var problem)
            ? await LeaveAsync(task.Id, response.TrashId ?? "gone", cancellationToken)
            : problem;
    }

    private Task<Result<UnitTask>> LeaveAsync(string taskId, string trashId, CancellationToken cancellationToken) => SaveAsync(
        taskId,
        (scope, known) =>
        {
            PortStore.Release(scope, known.Id);
            return known with { TrashId = trashId };
        },
        cancellationToken);

    public Task<RepositoryView> RepositoryAsync(UnitTask task, CancellationToken cancellationToken) =>
        database.ReadAsync(scope => RepositoryOf(scope, task), cancellationToken);

    /// <summary>The repository in which a task works, also when its project was removed meanwhile.</summary>
    public static RepositoryView RepositoryOf(ReadScope scope, UnitTask task)
    {
        var project = ProjectStore.FindEvenRemoved(scope, task.ProjectId)
            ?? throw new InvalidOperationException($"Task {task.Id} has no project.");
        return RepositoryStore.FindEvenRemoved(scope, project.RepositoryIds[0])
            ?? throw new InvalidOperationException($"Project {project.Id} has no repository.");
    }

    private static Result<(UnitTask Task, RepositoryGroupView Project, RepositoryView Repository)> Look(ReadScope scope, string taskId)
    {
        if (TaskStore.Find(scope, taskId) is not { } task)
        {
            return TaskProblems.NotFound(taskId);
        }

        return ProjectStore.Find(scope, task.ProjectId) is { } project &&
            RepositoryStore.Find(scope, project.RepositoryIds[0]) is { } repository
                ? (task, project, repository)
                : new Problem(ProblemCode.NotFound, "The task's project or repository was removed.");
    }

    private async Task<Result<UnitTask>> CreateAsync(
        UnitTask task, RepositoryGroupView project, RepositoryView repository, CancellationToken cancellationToken)
    {
        var baseBranch = task.BaseBranch ?? project.Defaults.BaseBranch ?? repository.DefaultBranch;
        var branch = task.Branch ?? BranchName.FromTemplate(
            project.Defaults.BranchTemplate ?? BranchName.DefaultTemplate, BranchName.Slug(task.Title), task.ShortId);
        var created = await worker.CallAsync<CreateWorktreeRequest, CreateWorktreeResponse>(
            WorkerMethods.CreateWorktree,
            new CreateWorktreeRequest
            {
                TaskId = task.Id,
                RepositoryPath = repository.Path,
                ProjectFolder = BranchName.Slug(project.Name),
                ShortId = task.ShortId,
                Branch = branch,
                BaseBranch = baseBranch,
                BaseCommit = task.WorktreePath is null ? task.BaseCommit : null,
                Start = task.Origin is { Snapshot: { } snapshot } origin ? new WorktreeStart { TaskId = origin.TaskId, Snapshot = snapshot } : null,
                InPlace = task.Isolation == Isolation.InPlace ? true : null,
            },
            cancellationToken);
        return created.Succeeded(out var worktree, out var problem)
            ? await SaveAsync(
                task.Id,
                (_, known) => known with
                {
                    BaseBranch = known.Isolation == Isolation.InPlace ? worktree.Branch : baseBranch,
                    Branch = worktree.Branch,
                    BaseCommit = worktree.BaseCommit,
                    HeadCommit = worktree.BaseCommit,
                    WorktreePath = worktree.WorktreePath,
                    TrashId = null,
                    Setup = known.Isolation == Isolation.InPlace ? null : SetupState.Due,
                },
                cancellationToken)
            : problem;
    }

    private async Task<Result<UnitTask>> RestoreAsync(UnitTask task, RepositoryView repository, CancellationToken cancellationToken)
    {
        var restored = await worker.CallAsync<RestoreWorktreeRequest, NoResponse>(
            WorkerMethods.RestoreWorktree,
            new RestoreWorktreeRequest
            {
                TaskId = task.Id,
                RepositoryPath = repository.Path,
                WorktreePath = task.WorktreePath!,
                Branch = task.Branch!,
                TrashId = task.TrashId == "gone" ? null : task.TrashId,
            },
            cancellationToken);
        return restored.Succeeded(out _, out var problem)
            ? await SaveAsync(
                task.Id,
                (_, known) => known with { TrashId = null, Setup = known.TrashId == "gone" ? SetupState.Due : known.Setup }, // what git ignores is gone too
                cancellationToken)
            : problem;
    }

    private Task<Result<UnitTask>> SaveAsync(
        string taskId, Func<WriteScope, UnitTask, UnitTask> change, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<UnitTask>>(
            scope => TaskStore.Find(scope, taskId) is { } task
                ? TaskStore.Save(scope, change(scope, task), time.GetUtcNow())
                : TaskProblems.NotFound(taskId),
            cancellationToken);
}
