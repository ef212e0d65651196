using Homeport.Domain;
using Homeport.Protocol.Link;
using Homeport.Protocol.Trust;
using Homeport.Storage;

namespace Homeport.Host.Trust;

/// <summary>Shows what is trusted and what is asked.</summary>
internal sealed class ReadTrust(Database database)
{
    public Task<Result<ListTrustedFilesResponse>> ListAsync(ListTrustedFilesRequest request, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<ListTrustedFilesResponse>>(
            scope => new ListTrustedFilesResponse { Items = TrustStore.List(scope, request.RepositoryGroupId) }, cancellationToken);

    public Task<Result<ListTrustQuestionsResponse>> QuestionsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<Result<ListTrustQuestionsResponse>>(
            scope => new ListTrustQuestionsResponse { Items = [.. TrustStore.Open(scope).Select(question => View(scope, question))] }, cancellationToken);

    public Task<Result<TrustQuestionResponse>> QuestionAsync(GetTrustQuestionRequest request, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<TrustQuestionResponse>>(
            scope => TrustStore.Find(scope, request.Id) is { } question
                ? new TrustQuestionResponse { Question = View(scope, question) }
                : new Problem(ProblemCode.NotFound, $"There is no question {request.Id}. It may have been answered."),
            cancellationToken);

    private static TrustQuestionView View(ReadScope scope, TrustQuestion question) => new()
    {
        Id = question.Id,
        RepositoryGroupId = question.ProjectId,
        TaskId = question.TaskId,
        Files = [.. question.Files.Select(file => View(scope, question.ProjectId, file))],
        CreatedAt = question.CreatedAt,
    };

    private static TrustFileView View(ReadScope scope, string projectId, UntrustedFile file)
    {
        var isKnown = TrustStore.TryFindText(scope, projectId, file.Path, out var trusted);
        return new TrustFileView
        {
            Path = file.Path,
            Hash = file.Hash,
            Change = isKnown ? TrustChange.Changed : TrustChange.New,
            Size = file.Size,
            Executable = file.Executable,
            LinkTarget = file.LinkTarget,
            Patch = file.Text is null ? null : LinePatch.Between(file.Path, trusted, file.Text),
        };
    }
}
