using System.Globalization;
using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Access;
using Homeport.Host.Events;
using Homeport.Host.Projects;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;
using Homeport.Protocol.Trust;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Trust;

/// <summary>Trusts what a question shows, and takes trust back. Each is one line in the operator's log and in the task's timeline.</summary>
internal sealed partial class AnswerTrust(Database database, TurnQueue queue, TimeProvider time, ILogger<AnswerTrust> logger)
{
    public async Task<Result<AcceptTrustResponse>> AcceptAsync(
        AcceptTrustRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var result = await database.WriteAsync(scope => Accept(scope, request.QuestionId, caller.Name), cancellationToken);
        queue.Signal();
        return result;
    }

    public async Task<Result<RevokeTrustResponse>> RevokeAsync(
        RevokeTrustRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var result = await database.WriteAsync<Result<RevokeTrustResponse>>(
            scope => ProjectStore.Find(scope, request.RepositoryGroupId) is null
                ? ProjectChecks.NotFound(request.RepositoryGroupId)
                : new RevokeTrustResponse { Files = TrustStore.Revoke(scope, request.RepositoryGroupId, request.Path) },
            cancellationToken);
        if (result.Succeeded(out var revoked, out _))
        {
            LogRevoked(caller.Name, revoked.Files, request.RepositoryGroupId);
        }

        return result;
    }

    private Result<AcceptTrustResponse> Accept(WriteScope scope, string questionId, string by)
    {
        if (TrustStore.Find(scope, questionId) is not { } question || TaskStore.Find(scope, question.TaskId) is not { } asking)
        {
            return new Problem(
                ProblemCode.NotFound, "This question is not asked any more: it was answered, the files have changed, or the task was stopped. Look at the task again.");
        }

        var now = time.GetUtcNow();
        foreach (var file in question.Files)
        {
            TrustStore.Trust(scope, question.ProjectId, file, by, now);
        }

        TrustStore.Forget(scope, question.TaskId);
        scope.Append(
            EventKinds.Notice, asking.WorkspaceId, new NoticePayload { Code = "trusted", Message = Line(question, by) },
            ProtocolJson.Default.NoticePayload, asking.Id, asking.SessionId);
        LogAccepted(by, question.Files.Count, question.ProjectId, string.Join(", ", question.Files.Select(file => $"{file.Path} {file.Hash[..12]}")));

        // Others of the project may wait for the same: each is looked at again, and asks again if it has more.
        var freed = TaskStore.InState(scope, UnitTaskState.Queued)
            .Where(task => task.Hold == QueueHold.Trust && task.ProjectId == question.ProjectId).ToArray();
        foreach (var task in freed)
        {
            TrustStore.Forget(scope, task.Id);
            TaskStore.Save(scope, task with { Hold = null }, now);
        }

        return new AcceptTrustResponse { Files = question.Files.Count, Tasks = freed.Length };
    }

    private static string Line(TrustQuestion question, string by)
    {
        const int Named = 5;
        var names = string.Join(", ", question.Files.Take(Named).Select(file => file.Path));
        var more = question.Files.Count > Named ? string.Create(CultureInfo.InvariantCulture, $" and {question.Files.Count - Named} more") : "";
        return $"Trusted by {by}: {names}{more}.";
    }

    [LoggerMessage(LogLevel.Information, "Trust: {By} trusts {Count} files in project {Project}: {Files}")]
    private partial void LogAccepted(string by, int count, string project, string files);

    [LoggerMessage(LogLevel.Information, "Trust: {By} takes back the trust in {Count} files of project {Project}")]
    private partial void LogRevoked(string by, int count, string project);
}
