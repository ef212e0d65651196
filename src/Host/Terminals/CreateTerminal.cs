using Homeport.Domain;
using Homeport.Host.Commands;
using Homeport.Host.Projects;
using Homeport.Host.Repositories;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Platform.Terminals;
using Homeport.Protocol.Link;
using Homeport.Protocol.Terminals;
using Homeport.Storage;

namespace Homeport.Host.Terminals;

/// <summary>Opens a terminal in a task's worktree or a project's repository.</summary>
internal sealed class CreateTerminal(Database database, WorkerDirectory workers, TaskWorktrees worktrees, TimeProvider time)
{
    private const int KeptAfterTheirEnd = 50;

    public async Task<Result<TerminalResponse>> RunAsync(CreateTerminalRequest request, CancellationToken cancellationToken)
    {
        if (WhatIsWrong(request) is { } wrong)
        {
            return wrong;
        }

        var placed = request.TaskId is { } taskId
            ? await InTaskAsync(taskId, cancellationToken)
            : await InProjectAsync(request.RepositoryGroupId!, cancellationToken);
        if (!placed.Succeeded(out var place, out var problem))
        {
            return problem;
        }

        if (await workers.WaitForCurrentAsync(cancellationToken) is not { } worker)
        {
            return new Problem(ProblemCode.Unavailable, "No worker is connected, so nothing can run. Wait a moment; if it stays so, run homeport doctor.");
        }

        var now = time.GetUtcNow();
        var row = new TerminalRow(worker.Id, new TerminalView
        {
            Id = Guid.CreateVersion7(now).ToString(),
            WorkspaceId = place.WorkspaceId,
            RepositoryGroupId = place.ProjectId,
            TaskId = request.TaskId,
            Name = TerminalProblems.Trimmed(request.Name),
            WorkingDirectory = place.Folder,
            Shell = "",
            Columns = request.Columns ?? TerminalSize.Usual.Columns,
            Rows = request.Rows ?? TerminalSize.Usual.Rows,
            State = TerminalState.Running,
            CreatedAt = now,
            Version = 0,
        });

        // The row comes first, so that a shell which ends at once finds it.
        await database.WriteAsync(
            scope =>
            {
                TerminalStore.ForgetOldest(scope, place.WorkspaceId, KeptAfterTheirEnd);
                TerminalStore.Add(scope, row);
            },
            cancellationToken);
        return await OpenAsync(worker, row.Terminal, place.Environment);
    }

    private static Problem? WhatIsWrong(CreateTerminalRequest request)
    {
        var errors = new List<FieldError>();
        if (request.TaskId is null == request.RepositoryGroupId is null)
        {
            errors.Add(new FieldError("taskId", "Give either a task or a project (repositoryGroupId)."));
        }

        if (request.Columns is < 2 or > TerminalSize.MaxColumns)
        {
            errors.Add(new FieldError("columns", $"Must be 2 to {TerminalSize.MaxColumns}."));
        }

        if (request.Rows is < 1 or > TerminalSize.MaxRows)
        {
            errors.Add(new FieldError("rows", $"Must be 1 to {TerminalSize.MaxRows}."));
        }

        TerminalProblems.CheckName(request.Name, errors);
        return TerminalProblems.ToProblem(errors);
    }

    private async Task<Result<Place>> InTaskAsync(string taskId, CancellationToken cancellationToken)
    {
        var task = await database.ReadAsync(scope => TaskStore.Find(scope, taskId), cancellationToken);
        if (task is null)
        {
            return TaskProblems.NotFound(taskId);
        }

        if (task.DeletedAt is not null)
        {
            return TaskProblems.InTrash(task);
        }

        if (task is { Merge: not null, HasWorktree: false })
        {
            return new Problem(ProblemCode.Conflict, $"Task {task.ShortId} is merged and its worktree was put away. Open a terminal in the project instead.");
        }

        var ensured = await worktrees.EnsureAsync(taskId, cancellationToken);
        return ensured.Succeeded(out task, out var problem)
            ? new Place(task.WorkspaceId, task.ProjectId, task.WorktreePath!)
            {
                Environment = await database.ReadAsync(scope => TaskEnvironments.Of(scope, task), cancellationToken),
            }
            : problem;
    }

    private Task<Result<Place>> InProjectAsync(string projectId, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<Place>>(
            scope => ProjectStore.Find(scope, projectId) is { } project && RepositoryStore.Find(scope, project.RepositoryIds[0]) is { } repository
                ? new Place(project.WorkspaceId, project.Id, repository.Path)
                : ProjectChecks.NotFound(projectId),
            cancellationToken);

    /// <summary>Not cancellable: a closed browser must not leave a shell that no row knows.</summary>
    private async Task<Result<TerminalResponse>> OpenAsync(ConnectedWorker worker, TerminalView terminal, TaskEnvironment? environment)
    {
        var opened = await worker.CallAsync<OpenTerminalRequest, OpenTerminalResponse>(
            WorkerMethods.OpenTerminal,
            new OpenTerminalRequest
            {
                TerminalId = terminal.Id,
                TaskId = terminal.TaskId,
                WorkingDirectory = terminal.WorkingDirectory,
                Environment = environment,
                Columns = terminal.Columns,
                Rows = terminal.Rows,
            },
            CancellationToken.None);
        var isOpen = opened.Succeeded(out var response, out var problem);
        var stored = await database.WriteAsync(
            scope =>
            {
                if (isOpen && TerminalStore.Find(scope, terminal.Id) is { } row)
                {
                    return TerminalStore.Save(scope, row.Terminal with { Shell = response!.Shell });
                }

                TerminalStore.Remove(scope, terminal);
                return null;
            },
            CancellationToken.None);
        return stored is not null
            ? new TerminalResponse { Terminal = stored }
            : problem ?? TerminalProblems.NotFound(terminal.Id);
    }

    private sealed record Place(string WorkspaceId, string ProjectId, string Folder)
    {
        public TaskEnvironment? Environment { get; init; }
    }
}
