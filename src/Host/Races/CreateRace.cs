using Homeport.Domain;
using Homeport.Host.Projects;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Races;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Races;

/// <summary>Writes a race down with a task for each runner, all from one commit, and queues them.</summary>
internal sealed class CreateRace(Database database, RaceChecks checks, BaseCommit commits, TurnQueue queue, TimeProvider time)
{
    public async Task<Result<RaceResponse>> RunAsync(CreateRaceRequest request, CancellationToken cancellationToken)
    {
        var project = await database.ReadAsync(scope => ProjectStore.Find(scope, request.RepositoryGroupId), cancellationToken);
        if (project is null)
        {
            return TaskChecks.Invalid([new FieldError("repositoryGroupId", $"There is no project {request.RepositoryGroupId}.")]);
        }

        var errors = new List<FieldError>();
        var drafts = checks.Drafts(project, request, errors);
        if (errors.Count > 0)
        {
            return TaskChecks.Invalid(errors);
        }

        var found = await commits.FindAsync(project, request.BaseBranch, cancellationToken);
        if (!found.Succeeded(out var start, out var problem))
        {
            return problem;
        }

        var created = await database.WriteAsync(scope => Write(scope, project, request, drafts, start.Branch, start.Commit), cancellationToken);
        queue.Signal();
        return created;
    }

    private RaceResponse Write(
        WriteScope scope, RepositoryGroupView project, CreateRaceRequest request, IReadOnlyList<UnitTask> drafts, string branch, string commit)
    {
        var now = time.GetUtcNow();
        var race = new Race
        {
            Id = Guid.CreateVersion7(now).ToString(),
            WorkspaceId = project.WorkspaceId,
            ProjectId = project.Id,
            Title = drafts[0].Title,
            Prompt = request.Prompt,
            BaseBranch = branch,
            BaseCommit = commit,
            VerifyCommand = string.IsNullOrWhiteSpace(request.VerifyCommand ?? project.Scripts.Verify) ? null : request.VerifyCommand ?? project.Scripts.Verify,
            VerifyTimeoutSeconds = request.VerifyTimeoutSeconds ?? project.Scripts.VerifyTimeoutSeconds ?? RaceChecks.UsualVerifySeconds,
            State = RaceState.Open,
            CreatedAt = now,
            Version = 1,
        };
        var runners = drafts.Select((draft, index) => Start(scope, race, draft, index + 1)).ToArray();
        RaceStore.Add(scope, race, runners);
        return RaceViews.Answer(scope, race);
    }

    /// <summary>One that cannot be queued stays as a draft and says why; the others run.</summary>
    private RaceRunner Start(WriteScope scope, Race race, UnitTask draft, int number)
    {
        var task = TaskStore.Add(scope, draft with { RaceId = race.Id, BaseBranch = race.BaseBranch, BaseCommit = race.BaseCommit });
        var queued = queue.Enqueue(scope, task, TurnKind.Implement, task.Prompt, null);
        return new RaceRunner
        {
            RaceId = race.Id,
            Number = number,
            TaskId = task.Id,
            Profile = new RaceProfile
            {
                AgentType = task.AgentType,
                AgentCommand = task.AgentCommand,
                Model = task.Model,
                PermissionMode = task.PermissionMode,
                Isolation = task.Isolation,
                Network = task.Network ? null : false,
            },
            Problem = queued.Succeeded(out _, out var problem) ? null : problem.Message,
        };
    }
}
