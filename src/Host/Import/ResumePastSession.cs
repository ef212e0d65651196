using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Agents;
using Homeport.Host.Conversations;
using Homeport.Host.Events;
using Homeport.Host.Projects;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Conversations;
using Homeport.Protocol.Events;
using Homeport.Protocol.Import;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Import;

/// <summary>
/// Makes a task that goes on with a session of an agent's own: its first session is that one, so that the agent opens it with
/// the next prompt. There is one such task for a session.
/// </summary>
internal sealed class ResumePastSession(
    Database database, TurnQueue queue, TaskChecks checks, AgentRegistry agents, PastTranscript transcript, TimeProvider time)
{
    private const string UsualPrompt = "Go on where this session stopped.";

    public async Task<Result<ResumePastSessionResponse>> RunAsync(ResumePastSessionRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        if (request.Prompt is { } prompt)
        {
            TaskChecks.Prompt(errors, prompt);
        }

        if (errors.Count > 0)
        {
            return TaskChecks.Invalid(errors);
        }

        var found = await database.ReadAsync(scope => Look(scope, request), cancellationToken);
        if (!found.Succeeded(out var place, out var problem))
        {
            return problem;
        }

        if (place.Existing is { } existing)
        {
            return existing;
        }

        string? text = null;
        if (place.Means == ConversationMeans.Text)
        {
            if (!(await transcript.TextAsync(place.Session, cancellationToken)).Succeeded(out var said, out problem))
            {
                return problem;
            }

            text = said.Length > 0 ? said : null;
        }

        var result = await database.WriteAsync(scope => Write(scope, request, text), cancellationToken);
        if (request.Prompt is not null)
        {
            queue.Signal();
        }

        return result;
    }

    private Result<Place> Look(ReadScope scope, ResumePastSessionRequest request)
    {
        if (PastSessionStore.Find(scope, request.Id) is not { } session)
        {
            return ReadPastSessions.NotFound(request.Id);
        }

        if (session.TaskId is { } taskId && TaskStore.Find(scope, taskId) is { } task)
        {
            return new Place(session, null, default, default, new ResumePastSessionResponse { Task = TaskStore.View(scope, task), Created = false });
        }

        var plan = PastSessionPlacement.Plan(scope, session);
        if (request.RepositoryGroupId is null && plan.Obstacle is { } obstacle)
        {
            return new Problem(ProblemCode.Conflict, obstacle);
        }

        var errors = new List<FieldError>();
        if (ProjectStore.Find(scope, request.RepositoryGroupId ?? plan.RepositoryGroupId!) is not { } project)
        {
            errors.Add(new FieldError("repositoryGroupId", $"There is no project {request.RepositoryGroupId}."));
            return TaskChecks.Invalid(errors);
        }

        var isolation = request.Isolation ?? PastSessionPlacement.Usual(scope, project, session.Folder);
        checks.Agent(errors, session.AgentType, null);
        checks.Mode(errors, session.AgentType, ModeOf(request, project, session));
        TaskChecks.Bypass(errors, ModeOf(request, project, session), isolation, null);
        return errors.Count > 0 ? TaskChecks.Invalid(errors) : new Place(session, project, isolation, PastSessionPlacement.Means(isolation), null);
    }

    private Result<ResumePastSessionResponse> Write(WriteScope scope, ResumePastSessionRequest request, string? text)
    {
        if (!Look(scope, request).Succeeded(out var place, out var problem))
        {
            return problem;
        }

        if (place is not { Existing: null, Project: { } project, Session: var session })
        {
            return place.Existing!;
        }

        var now = time.GetUtcNow();
        var task = TaskStore.Add(scope, new UnitTask
        {
            Id = Guid.CreateVersion7(now).ToString(),
            WorkspaceId = project.WorkspaceId,
            ProjectId = project.Id,
            Title = ReadPastSessions.TitleOf(session),
            Prompt = request.Prompt ?? UsualPrompt,
            State = UnitTaskState.Draft,
            AgentType = session.AgentType,
            PermissionMode = ModeOf(request, project, session),
            Isolation = place.Isolation,
            Network = project.Defaults.Network ?? true,
            Usage = new TokenUsage(),
            CreatedAt = now,
            UpdatedAt = now,
            StateSince = now,
            Version = 1,
        });
        var how = place.Means == ConversationMeans.Native
            ? new Continuation(ConversationMeans.Native, session.NativeId)
            : new Continuation(ConversationMeans.Text);
        task = TaskStore.Save(scope, task with { SessionId = RewindTask.NewSession(scope, task, how, text, now) }, now);
        PastSessionStore.SetTask(scope, session, task.Id);
        scope.Append(EventKinds.Imported, task.WorkspaceId, PayloadOf(session, place.Means, text), ProtocolJson.Default.ImportedPayload, task.Id, task.SessionId);
        if (request.Prompt is not null)
        {
            if (!queue.Enqueue(scope, task, TurnKind.Implement, task.Prompt, null).Succeeded(out var queued, out problem))
            {
                return problem;
            }

            task = queued;
        }

        return new ResumePastSessionResponse { Task = TaskStore.View(scope, task), Created = true };
    }

    private static ImportedPayload PayloadOf(PastSessionRow session, ConversationMeans means, string? text) => new()
    {
        PastSessionId = session.Id,
        AgentType = session.AgentType,
        NativeSessionId = session.NativeId,
        Title = ReadPastSessions.TitleOf(session),
        Folder = session.Folder,
        LastAt = session.LastAt,
        Means = means,
        Characters = text?.Length ?? 0,
    };

    /// <summary>The project's, where that asks at all and the agent can be held to it.</summary>
    private PermissionMode ModeOf(ResumePastSessionRequest request, RepositoryGroupView project, PastSessionRow session)
    {
        var usual = project.Defaults.PermissionMode ?? PermissionMode.Ask;
        var offered = agents.Find(session.AgentType)?.Modes ?? [];
        return request.PermissionMode ??
            (usual != PermissionMode.Bypass && (offered.Count == 0 || offered.Contains(usual)) ? usual : PermissionMode.Ask);
    }

    /// <summary>What is to be made of a session, or what was made of it.</summary>
    private sealed record Place(
        PastSessionRow Session, RepositoryGroupView? Project, Isolation Isolation, ConversationMeans Means, ResumePastSessionResponse? Existing);
}
