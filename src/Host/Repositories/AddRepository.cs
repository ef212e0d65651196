using Homeport.Domain;
using Homeport.Host.Projects;
using Homeport.Host.Workers;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Repositories;
using Homeport.Storage;

namespace Homeport.Host.Repositories;

/// <summary>Adds a folder, or clones a URL, and makes a project of it.</summary>
internal sealed class AddRepository(Database database, IWorkerRpc worker, TimeProvider time)
{
    public async Task<Result<AddRepositoryResponse>> RunAsync(AddRepositoryRequest request, CancellationToken cancellationToken)
    {
        if (RepositoryChecks.Check(request) is { } wrong)
        {
            return wrong;
        }

        var remote = request.RemoteUrl?.Trim();
        if (remote is not null && await FindByRemoteAsync(remote, cancellationToken) is { } cloned)
        {
            return AlreadyThere(cloned);
        }

        var found = await FindOnDiskAsync(request, remote, cancellationToken);
        if (!found.Succeeded(out var inspected, out var problem))
        {
            return problem;
        }

        if (RepositoryChecks.Check(inspected, request) is { } unusable)
        {
            return unusable;
        }

        var now = time.GetUtcNow();
        var repository = new RepositoryView
        {
            Id = Guid.CreateVersion7(now).ToString(),
            WorkspaceId = Workspace.Personal,
            Name = request.Name?.Trim() is { Length: > 0 } name ? name : Path.GetFileName(Path.TrimEndingDirectorySeparator(inspected.TopLevel)),
            Path = inspected.TopLevel,
            RemoteUrl = remote ?? inspected.RemoteUrl,
            DefaultBranch = request.DefaultBranch ?? inspected.DefaultBranch ?? inspected.HeadBranch!,
            CreatedAt = now,
        };
        return await database.WriteAsync(scope => Store(scope, repository, now), cancellationToken);
    }

    private Task<RepositoryView?> FindByRemoteAsync(string remote, CancellationToken cancellationToken) =>
        database.ReadAsync(scope => RepositoryStore.FindByRemote(scope, Workspace.Personal, remote), cancellationToken);

    private async Task<Result<InspectRepositoryResponse>> FindOnDiskAsync(
        AddRepositoryRequest request, string? remote, CancellationToken cancellationToken)
    {
        var path = request.Path?.Trim();
        if (remote is not null)
        {
            var cloning = await worker.CallAsync<CloneRepositoryRequest, CloneRepositoryResponse>(
                WorkerMethods.CloneRepository,
                new CloneRepositoryRequest { Url = remote, Name = request.Name?.Trim() is { Length: > 0 } name ? name : RepositoryChecks.NameOf(remote) },
                cancellationToken);
            if (!cloning.Succeeded(out var clone, out var problem))
            {
                return problem;
            }

            path = clone.Path;
        }

        return await worker.CallAsync<InspectRepositoryRequest, InspectRepositoryResponse>(
            WorkerMethods.InspectRepository,
            new InspectRepositoryRequest { Path = path!, CreateInitialCommit = request.CreateInitialCommit ?? false },
            cancellationToken);
    }

    private static Result<AddRepositoryResponse> Store(WriteScope scope, RepositoryView repository, DateTimeOffset now)
    {
        if (RepositoryStore.FindByPath(scope, repository.WorkspaceId, repository.Path) is { } known)
        {
            return AlreadyThere(known);
        }

        RepositoryStore.Add(scope, repository);
        var project = ProjectStore.Add(scope, new RepositoryGroupView
        {
            Id = Guid.CreateVersion7(now).ToString(),
            WorkspaceId = repository.WorkspaceId,
            Name = repository.Name,
            Color = 0,
            SortOrder = 0,
            RepositoryIds = [repository.Id],
            Defaults = new ProjectDefaults(),
            Scripts = new ProjectScripts { CopyIgnored = [] },
            Commands = [],
            CreatedAt = now,
            Version = 1,
        });
        return new AddRepositoryResponse { Repository = repository, RepositoryGroup = project };
    }

    private static Problem AlreadyThere(RepositoryView repository) =>
        new(ProblemCode.Conflict, $"{repository.Path} was added before, as {repository.Name}. Use that project, or remove it first.")
        {
            Facts = new Dictionary<string, string[]> { ["repositoryId"] = [repository.Id] },
        };
}
