using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Sessions;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>Changes a task's words and settings; mode and model reach a running agent at once.</summary>
internal sealed class EditTask(Database database, IWorkerRpc worker, TaskChecks checks, TimeProvider time)
{
    private const int MostOptions = 20;
    private const int LongestOption = 200;

    public async Task<Result<UnitTaskResponse>> UpdateAsync(UpdateUnitTaskRequest request, CancellationToken cancellationToken)
    {
        AgentSessionRow? liveSession = null;
        var result = await database.WriteAsync<Result<UnitTaskResponse>>(
            scope =>
            {
                if (TaskStore.Find(scope, request.Id) is not { } task)
                {
                    return TaskProblems.NotFound(request.Id);
                }

                if (task.IsStale(request.Version, out var stale))
                {
                    return stale;
                }

                if (Check(task, request) is { } invalid)
                {
                    return invalid;
                }

                liveSession = task.SessionId is { } id && (task.IsActive || request.AgentOptions is not null) ? SessionStore.Find(scope, id) : null;
                var saved = TaskStore.Save(scope, Change(task, request), time.GetUtcNow());
                return new UnitTaskResponse { Task = TaskStore.View(scope, saved) };
            },
            cancellationToken);
        if (result.Succeeded(out _, out _) && liveSession is { } session &&
            (request.PermissionMode is not null || request.Model is not null || request.AgentOptions is not null))
        {
            // What the agent made of it comes back as a config event; a refusal leaves the wish for the next turn.
            await worker.CallOnAsync<ConfigureSessionRequest, NoResponse>(
                session.WorkerId,
                WorkerMethods.ConfigureSession,
                new ConfigureSessionRequest
                {
                    SessionId = session.Id,
                    PermissionMode = request.PermissionMode,
                    Model = request.Model,
                    Options = request.AgentOptions,
                },
                cancellationToken);
        }

        return result;
    }

    public Task<Result<UnitTaskResponse>> ArchiveAsync(ArchiveUnitTaskRequest request, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<UnitTaskResponse>>(
            scope =>
            {
                if (TaskStore.Find(scope, request.Id) is not { } task)
                {
                    return TaskProblems.NotFound(request.Id);
                }

                if (request.Archived && (task.IsActive || task.State == UnitTaskState.Queued))
                {
                    return new Problem(ProblemCode.Conflict, "An agent works on this task, or is about to. Stop it first, then archive the task.");
                }

                var now = time.GetUtcNow();
                var saved = TaskStore.Save(
                    scope, task with { ArchivedAt = request.Archived ? task.ArchivedAt ?? now : null }, now);
                return new UnitTaskResponse { Task = TaskStore.View(scope, saved) };
            },
            cancellationToken);

    private Problem? Check(UnitTask task, UpdateUnitTaskRequest request)
    {
        var errors = new List<FieldError>();
        TaskChecks.Title(errors, request.Title);
        TaskChecks.Branch(errors, request.BaseBranch, "baseBranch");
        TaskChecks.Bypass(
            errors, request.PermissionMode ?? (request.Isolation is null ? null : task.PermissionMode), request.Isolation ?? task.Isolation, request.ConfirmBypass);
        checks.Mode(
            errors, request.AgentType ?? task.AgentType,
            request.PermissionMode ?? (request.AgentType is null ? null : task.PermissionMode));
        if (request.AgentOptions is { } options)
        {
            Demand(task.SessionId is not null, "agentOptions", "The agent has no session yet. Start the task first.");
            Demand(
                options.Count <= MostOptions && options.All(option => option.Key.Length is > 0 and <= LongestOption && option.Value.Length <= LongestOption),
                "agentOptions", $"At most {MostOptions} options, each name and value of at most {LongestOption} characters.");
        }

        if (request.Prompt is { } prompt)
        {
            TaskChecks.Prompt(errors, prompt);
            Demand(task.State == UnitTaskState.Draft, "prompt", "It has been given to the agent. Send a follow-up instead.");
        }

        if (request.BaseBranch is not null)
        {
            Demand(task.WorktreePath is null, "baseBranch", "The worktree was made from it already.");
        }

        if (request.AgentType is not null || request.AgentCommand is not null)
        {
            checks.Agent(errors, request.AgentType ?? task.AgentType, request.AgentCommand ?? (request.AgentType is null ? task.AgentCommand : null));
            Demand(!task.IsActive && task.State != UnitTaskState.Queued, "agentType", "An agent works on the task. Stop it first.");
        }

        if (request.Isolation is { } isolation && isolation != task.Isolation)
        {
            Demand(!task.IsActive && task.State != UnitTaskState.Queued, "isolation", "An agent works on the task. Stop it first.");
            Demand(
                task.WorktreePath is null || (isolation != Isolation.InPlace && task.Isolation != Isolation.InPlace), "isolation",
                "The task has begun: work cannot be moved into the repository's checkout, or out of it. Make another task.");
        }

        return errors.Count > 0 ? TaskChecks.Invalid(errors) : null;

        void Demand(bool isAllowed, string path, string message)
        {
            if (!isAllowed)
            {
                errors.Add(new FieldError(path, message));
            }
        }
    }

    private static UnitTask Change(UnitTask task, UpdateUnitTaskRequest request) => task with
    {
        Title = request.Title?.Trim() ?? task.Title,
        Prompt = request.Prompt ?? task.Prompt,
        AgentType = request.AgentType ?? task.AgentType,
        AgentCommand = request.AgentCommand ?? (request.AgentType is null || request.AgentType == task.AgentType ? task.AgentCommand : null),
        Model = request.Model is { } model ? (model.Length == 0 ? null : model) : task.Model,
        PermissionMode = request.PermissionMode ?? task.PermissionMode,
        Isolation = request.Isolation ?? task.Isolation,
        Network = request.Network ?? task.Network,
        BaseBranch = request.BaseBranch ?? task.BaseBranch,
        Pinned = request.Pinned ?? task.Pinned,
    };
}
