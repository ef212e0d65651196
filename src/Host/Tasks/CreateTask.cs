using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Projects;
using Homeport.Host.Sessions;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>Writes a task down, and queues it if asked to.</summary>
internal sealed class CreateTask(Database database, TurnQueue queue, TaskChecks checks, TimeProvider time)
{
    private const int TitleFromPrompt = 80;

    public async Task<Result<UnitTaskResponse>> RunAsync(CreateUnitTaskRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        TaskChecks.Prompt(errors, request.Prompt);
        TaskChecks.Title(errors, request.Title);
        TaskChecks.Branch(errors, request.BranchName, "branchName");
        TaskChecks.Branch(errors, request.BaseBranch, "baseBranch");
        var result = await database.WriteAsync(scope => Create(scope, request, errors), cancellationToken);
        if (request.Start == true)
        {
            queue.Signal();
        }

        return result;
    }

    private Result<UnitTaskResponse> Create(WriteScope scope, CreateUnitTaskRequest request, List<FieldError> errors)
    {
        if (ProjectStore.Find(scope, request.RepositoryGroupId) is not { } project)
        {
            errors.Add(new FieldError("repositoryGroupId", $"There is no project {request.RepositoryGroupId}."));
            return TaskChecks.Invalid(errors);
        }

        if (Draft(project, request, errors) is not { } draft)
        {
            return TaskChecks.Invalid(errors);
        }

        var task = TaskStore.Add(scope, draft);
        if (request.Start == true)
        {
            if (!queue.Enqueue(scope, task, TurnKind.Implement, task.Prompt, null).Succeeded(out var queued, out var problem))
            {
                return problem;
            }

            task = queued;
        }

        return new UnitTaskResponse { Task = TaskStore.View(scope, task) };
    }

    /// <summary>The task that is asked for, not written down yet; null when something is wrong with it.</summary>
    internal UnitTask? Draft(RepositoryGroupView project, CreateUnitTaskRequest request, List<FieldError> errors)
    {
        var agent = request.AgentType ?? project.Defaults.AgentType ?? AgentKinds.ClaudeCode;
        var command = request.AgentCommand ?? (agent == project.Defaults.AgentType ? project.Defaults.AgentCommand : null);
        var mode = request.PermissionMode ?? TaskChecks.UsualMode(agent, project.Defaults.PermissionMode);
        checks.Agent(errors, agent, command);
        checks.Mode(errors, agent, mode);
        var isolation = request.Isolation ?? project.Defaults.Isolation ?? Isolation.Worktree;
        TaskChecks.Bypass(errors, mode, isolation, request.ConfirmBypass);
        if (errors.Count > 0)
        {
            return null;
        }

        var now = time.GetUtcNow();
        return new UnitTask
        {
            Id = Guid.CreateVersion7(now).ToString(),
            WorkspaceId = project.WorkspaceId,
            ProjectId = project.Id,
            Title = request.Title?.Trim() ?? TitleOf(request.Prompt),
            Prompt = request.Prompt,
            State = UnitTaskState.Draft,
            AgentType = agent,
            AgentCommand = command,
            Model = request.Model ?? (agent == project.Defaults.AgentType ? project.Defaults.Model : null),
            PermissionMode = mode,
            Isolation = isolation,
            Network = request.Network ?? project.Defaults.Network ?? true,
            BaseBranch = request.BaseBranch,
            Branch = request.BranchName,
            Usage = new TokenUsage(),
            CreatedAt = now,
            UpdatedAt = now,
            StateSince = now,
            Version = 1,
        };
    }

    /// <summary>The first line of the prompt without Markdown's leading marks, cut at a word.</summary>
    internal static string TitleOf(string prompt)
    {
        var line = prompt.Trim().Split('\n', 2)[0].TrimStart('#', '*', '-', '>', ' ').Trim();
        if (line.Length == 0)
        {
            return "Untitled task";
        }

        if (line.Length <= TitleFromPrompt)
        {
            return line;
        }

        var cut = line.LastIndexOf(' ', TitleFromPrompt);
        return $"{line[..(cut > TitleFromPrompt / 2 ? cut : TitleFromPrompt)]}…";
    }
}
