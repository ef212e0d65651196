using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Reviews;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Reviews;

/// <summary>Brings a task's work into its target branch, and takes it back.</summary>
internal sealed class MergeTask(
    Database database, IWorkerRpc worker, TaskWorktrees worktrees, StopTask stop, TimeProvider time)
{
    public async Task<Result<PreviewMergeResponse>> PreviewAsync(PreviewMergeRequest request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request.TaskId, cancellationToken);
        if (!found.Succeeded(out var task, out var problem))
        {
            return problem;
        }

        if (task.Isolation == Isolation.InPlace)
        {
            return new PreviewMergeResponse
            {
                TargetBranch = task.Branch!,
                CanMerge = false,
                Reason = InCheckout(task).Message,
                Conflicts = [],
                Ahead = 0,
                Behind = 0,
                Message = task.Title,
                Strategies = Enum.GetValues<MergeStrategy>(),
            };
        }

        var target = request.TargetBranch ?? task.BaseBranch!;
        var repository = await worktrees.RepositoryAsync(task, cancellationToken);
        var asked = await worker.CallAsync<TryMergeRequest, TryMergeResponse>(
            WorkerMethods.PreviewMerge,
            new TryMergeRequest
            {
                RepositoryPath = repository.Path,
                WorktreePath = task.WorktreePath!,
                BaseCommit = task.BaseCommit!,
                Branch = task.Branch!,
                TargetBranch = target,
            },
            cancellationToken);
        if (!asked.Succeeded(out var outcome, out problem))
        {
            return problem;
        }

        var busy = task.IsActive ? TaskGit.Busy(task).Message : null;
        return new PreviewMergeResponse
        {
            TargetBranch = target,
            CanMerge = outcome.CanMerge && busy is null,
            Reason = busy ?? outcome.Reason,
            Conflicts = outcome.Conflicts,
            Ahead = outcome.Ahead,
            Behind = outcome.Behind,
            Message = task.Title,
            Strategies = Enum.GetValues<MergeStrategy>(),
        };
    }

    public async Task<Result<MergeTaskResponse>> MergeAsync(MergeTaskRequest request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request.TaskId, cancellationToken);
        if (!found.Succeeded(out var task, out var problem))
        {
            return problem;
        }

        if (WhyNot(task, request) is { } refusal)
        {
            return refusal;
        }

        await stop.StopSessionAsync(task); // an idle agent keeps the worktree open
        var repository = await worktrees.RepositoryAsync(task, cancellationToken);
        var target = request.TargetBranch ?? task.BaseBranch!;
        var merged = await worker.CallAsync<MergeBranchRequest, MergeBranchResponse>(
            WorkerMethods.MergeBranch,
            new MergeBranchRequest
            {
                TaskId = task.Id,
                RepositoryPath = repository.Path,
                WorktreePath = task.WorktreePath!,
                Branch = task.Branch!,
                TargetBranch = target,
                Strategy = request.Strategy,
                Message = string.IsNullOrWhiteSpace(request.Message) ? task.Title : request.Message,
                CommitMessage = task.Title,
            },
            CancellationToken.None); // from here on a closed browser must not leave half of it
        return merged.Succeeded(out var response, out problem)
            ? await FinishAsync(task, target, request.Strategy, response)
            : problem;
    }

    /// <summary>
    /// Back to where the target stood. This goes from <c>done</c> straight to <c>in_review</c>: it takes a step back, which
    /// the table of transitions, made of steps forward, does not know.
    /// </summary>
    public async Task<Result<UnitTaskResponse>> UndoAsync(UndoMergeRequest request, CancellationToken cancellationToken)
    {
        var task = await database.ReadAsync(scope => TaskStore.Find(scope, request.TaskId), cancellationToken);
        if (task is null)
        {
            return TaskProblems.NotFound(request.TaskId);
        }

        if (task is not { State: UnitTaskState.Done, Merge: { } merge })
        {
            return new Problem(ProblemCode.Conflict, "There is no merge to undo: the task is not merged.");
        }

        var repository = await worktrees.RepositoryAsync(task, cancellationToken);
        var reverted = await worker.CallAsync<RevertMergeRequest, NoResponse>(
            WorkerMethods.UndoMerge,
            new RevertMergeRequest
            {
                RepositoryPath = repository.Path,
                TargetBranch = merge.TargetBranch,
                MergedCommit = merge.Commit,
                PreviousCommit = merge.PreviousCommit,
            },
            CancellationToken.None);
        if (!reverted.Succeeded(out _, out var problem))
        {
            return problem;
        }

        // Before the task says that it is open: whoever looks at it then asks git about its worktree
        var restored = await worktrees.EnsureAsync(task.Id, CancellationToken.None);
        await database.WriteAsync(
            scope =>
            {
                var now = time.GetUtcNow();
                if (TaskStore.Find(scope, task.Id) is { } known)
                {
                    TaskStore.Save(scope, known with { Merge = null, State = UnitTaskState.InReview, StateSince = now }, now);
                }
            },
            CancellationToken.None);
        return await database.ReadAsync<Result<UnitTaskResponse>>(
            scope => restored.Succeeded(out _, out var lost)
                ? new UnitTaskResponse { Task = TaskStore.View(scope, TaskStore.Find(scope, task.Id)!) }
                : lost,
            CancellationToken.None);
    }

    private static Problem? WhyNot(UnitTask task, MergeTaskRequest request)
    {
        if (request.TargetBranch is { } target && BranchName.WhatIsWrong(target) is { } wrong)
        {
            return new Problem(ProblemCode.BranchInvalid, wrong);
        }

        if (task.IsActive)
        {
            return TaskGit.Busy(task);
        }

        if (task.Isolation == Isolation.InPlace)
        {
            return InCheckout(task);
        }

        return task.State is UnitTaskState.InReview or UnitTaskState.Approved or UnitTaskState.PrOpen or UnitTaskState.Interrupted or UnitTaskState.Failed
            ? null
            : task.Refusal(UnitTaskState.Done);
    }

    private static Problem InCheckout(UnitTask task) => new(
        ProblemCode.Conflict,
        $"The task works in the repository's own checkout, so its changes are on the branch {task.Branch} already. Commit them there, then mark the task as done.");

    /// <summary>Writes down what was done, then puts the worktree away; the merge stands even if that fails.</summary>
    private async Task<Result<MergeTaskResponse>> FinishAsync(
        UnitTask task, string target, MergeStrategy strategy, MergeBranchResponse merged)
    {
        var saved = await database.WriteAsync<Result<UnitTask>>(
            scope =>
            {
                if (TaskStore.Find(scope, task.Id) is not { } known)
                {
                    return TaskProblems.NotFound(task.Id);
                }

                var now = time.GetUtcNow();
                var reviewed = known.State is UnitTaskState.Interrupted or UnitTaskState.Failed
                    ? known.MoveOrThrow(UnitTaskState.InReview, now)
                    : known;
                return TaskStore.Save(
                    scope,
                    reviewed.MoveOrThrow(UnitTaskState.Done, now) with
                    {
                        HeadCommit = merged.HeadCommit,
                        Failure = null,
                        Merge = new MergeRecord
                        {
                            TargetBranch = target,
                            Commit = merged.Commit,
                            PreviousCommit = merged.PreviousCommit,
                            Strategy = strategy,
                            At = now,
                        },
                    },
                    now);
            },
            CancellationToken.None);
        if (!saved.Succeeded(out var done, out var problem))
        {
            return problem;
        }

        await worktrees.RemoveAsync(done, CancellationToken.None);
        return await database.ReadAsync<Result<MergeTaskResponse>>(
            scope => new MergeTaskResponse { Task = TaskStore.View(scope, TaskStore.Find(scope, done.Id)!), Commit = merged.Commit },
            CancellationToken.None);
    }

    private Task<Result<UnitTask>> FindAsync(string taskId, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<UnitTask>>(
            scope => TaskStore.Find(scope, taskId) switch
            {
                null => TaskProblems.NotFound(taskId),
                { HasWorktree: false } task => TaskProblems.NoWorktree(task),
                var task => task,
            },
            cancellationToken);
}
