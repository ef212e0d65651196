using Homeport.Domain;
using Homeport.Host.Projects;
using Homeport.Protocol;
using Homeport.Protocol.Repositories;
using Homeport.Storage;

namespace Homeport.Host.Repositories;

/// <summary>Forgets a repository that no project uses.</summary>
internal sealed class RemoveRepository(Database database, TimeProvider time)
{
    public Task<Result<NoResponse>> RunAsync(RemoveRepositoryRequest request, CancellationToken cancellationToken) =>
        database.WriteAsync(scope => Remove(scope, request.Id, time.GetUtcNow()), cancellationToken);

    private static Result<NoResponse> Remove(WriteScope scope, string id, DateTimeOffset now)
    {
        if (RepositoryStore.Find(scope, id) is not { } repository)
        {
            return ReadRepositories.NotFound(id);
        }

        if (ProjectStore.UsesRepository(scope, id))
        {
            return new Problem(ProblemCode.Conflict, $"A project uses {repository.Name}. Delete that project first.");
        }

        RepositoryStore.Remove(scope, repository, now);
        return new NoResponse();
    }
}
