using Homeport.Protocol;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Repositories;

namespace Homeport.Cli.Tasks;

/// <summary>Which project a new task belongs to: the one that is named, or the one of the repository we stand in.</summary>
internal sealed class ProjectChoice(HostCommand command)
{
    public async Task<string> FindAsync(string? named, bool adds, CancellationToken cancellationToken)
    {
        var projects = await command.Client.ListAsync<ListRepositoryGroupsRequest, RepositoryGroupView>(
            "listRepositoryGroups", new ListRepositoryGroupsRequest(), "repositoryGroups", cancellationToken);
        if (named is not null)
        {
            return FindNamed(named, projects);
        }

        if (FindRepository(command.Surroundings.CurrentFolder) is not { } folder)
        {
            throw CommandException.Usage(
                $"{command.Surroundings.CurrentFolder} is in no git repository. Change into one, or name a project with --project. {Known(projects)}");
        }

        var repositories = await command.Client.ListAsync<ListRepositoriesRequest, RepositoryView>(
            "listRepositories", new ListRepositoriesRequest(), "repositories", cancellationToken);
        if (repositories.FirstOrDefault(repository => RealPath(repository.Path) == RealPath(folder)) is { } repository
            && projects.FirstOrDefault(project => project.RepositoryIds.Contains(repository.Id)) is { } known)
        {
            return known.Id;
        }

        return adds
            ? await AddAsync(folder, cancellationToken)
            : throw new CommandException(
                ExitCodes.Failed, ErrorCodes.NotFound,
                $"{folder} is no project of Homeport yet. Add it by repeating the command with --add, or name a project with --project. {Known(projects)}");
    }

    private async Task<string> AddAsync(string folder, CancellationToken cancellationToken)
    {
        var added = await command.Client.CallAsync<AddRepositoryRequest, AddRepositoryResponse>(
            "addRepository", new AddRepositoryRequest { Path = folder }, cancellationToken);
        if (!command.Printer.IsJson)
        {
            command.Printer.Note($"Added {folder} as project '{added.RepositoryGroup.Name}'.");
        }

        return added.RepositoryGroup.Id;
    }

    private static string FindNamed(string named, IReadOnlyList<RepositoryGroupView> projects)
    {
        var fits = projects.Where(project => project.Id == named).ToArray();
        fits = fits.Length > 0 ? fits : [.. projects.Where(project => string.Equals(project.Name, named, StringComparison.OrdinalIgnoreCase))];
        return fits switch
        {
            [var only] => only.Id,
            [] => throw new CommandException(ExitCodes.Failed, ErrorCodes.NotFound, $"There is no project '{named}'. {Known(projects)}"),
            _ => throw CommandException.Usage(
                $"{fits.Length} projects are called '{named}'. Give the id: {string.Join(", ", fits.Select(project => project.Id))}."),
        };
    }

    private static string Known(IReadOnlyList<RepositoryGroupView> projects) => projects.Count == 0
        ? "There are no projects yet."
        : $"Projects: {string.Join(", ", projects.Select(project => project.Name))}.";

    /// <summary>The folder that holds <c>.git</c>, which is a file in a worktree or a submodule.</summary>
    private static string? FindRepository(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    /// <summary>Without links in any of its parts, so that /tmp and /private/tmp are one.</summary>
    private static string RealPath(string path)
    {
        var real = Path.GetPathRoot(path) ?? "/";
        foreach (var part in Path.GetFullPath(path)[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = new DirectoryInfo(Path.Combine(real, part));
            real = next.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next.FullName;
        }

        return real;
    }
}
