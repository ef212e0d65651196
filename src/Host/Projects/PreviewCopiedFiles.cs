using Homeport.Domain;
using Homeport.Host.Repositories;
using Homeport.Host.Workers;
using Homeport.Protocol.Link;
using Homeport.Protocol.Projects;
using Homeport.Storage;

namespace Homeport.Host.Projects;

/// <summary>Shows what patterns would copy into a new worktree, before anything is saved.</summary>
internal sealed class PreviewCopiedFiles(Database database, IWorkerRpc worker)
{
    public async Task<Result<PreviewCopiedFilesResponse>> RunAsync(PreviewCopiedFilesRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        ScriptChecks.CheckPatterns(request.CopyIgnored, "copyIgnored", errors);
        if (errors.Count > 0)
        {
            return new Problem(ProblemCode.InvalidRequest, "Nothing was looked for; errors tells what to change.") { Errors = errors };
        }

        var (project, repository) = await database.ReadAsync(
            scope => ProjectStore.Find(scope, request.Id) is { } found
                ? (found, RepositoryStore.Find(scope, found.RepositoryIds[0]))
                : (null, null),
            cancellationToken);
        return project is null || repository is null
            ? ProjectChecks.NotFound(request.Id)
            : await worker.CallAsync<FindCopiedFilesRequest, PreviewCopiedFilesResponse>(
                WorkerMethods.FindCopiedFiles,
                new FindCopiedFilesRequest
                {
                    RepositoryPath = repository.Path,
                    Patterns = request.CopyIgnored ?? project.Scripts.CopyIgnored ?? [],
                },
                cancellationToken);
    }
}
