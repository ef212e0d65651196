using Homeport.Domain;
using Homeport.Protocol.Projects;
using Homeport.Storage;

namespace Homeport.Host.Projects;

/// <summary>Gives a project its startup commands. Each change is a new version of the project.</summary>
internal sealed class EditCommands(Database database, TimeProvider time)
{
    public async Task<Result<ListStartupCommandsResponse>> ListAsync(ListStartupCommandsRequest request, CancellationToken cancellationToken) =>
        await database.ReadAsync(scope => ProjectStore.Find(scope, request.ProjectId), cancellationToken) is { } project
            ? new ListStartupCommandsResponse { Items = project.Commands }
            : ProjectChecks.NotFound(request.ProjectId);

    public async Task<Result<StartupCommandResponse>> AddAsync(AddStartupCommandRequest request, CancellationToken cancellationToken)
    {
        var command = new StartupCommand
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()).ToString(),
            Name = request.Name.Trim(),
            Command = request.Command.ReplaceLineEndings("\n"),
            WorkingDirectory = FolderOrNull(request.WorkingDirectory),
            PortNames = request.PortNames ?? [],
            AutoStart = request.AutoStart ?? false,
            Restart = request.Restart ?? false,
        };
        var changed = await ChangeAsync(request.ProjectId, project => Put(project, command), cancellationToken);
        return changed.Succeeded(out _, out var problem) ? new StartupCommandResponse { Command = command } : problem;
    }

    public async Task<Result<StartupCommandResponse>> UpdateAsync(UpdateStartupCommandRequest request, CancellationToken cancellationToken)
    {
        var changed = await ChangeAsync(
            request.ProjectId,
            project => project.Commands.FirstOrDefault(known => known.Id == request.Id) is { } known
                ? Put(project, known with
                {
                    Name = request.Name?.Trim() ?? known.Name,
                    Command = request.Command?.ReplaceLineEndings("\n") ?? known.Command,
                    WorkingDirectory = request.WorkingDirectory is { } folder ? FolderOrNull(folder) : known.WorkingDirectory,
                    PortNames = request.PortNames ?? known.PortNames,
                    AutoStart = request.AutoStart ?? known.AutoStart,
                    Restart = request.Restart ?? known.Restart,
                })
                : CommandChecks.NotFound(request.Id),
            cancellationToken);
        return changed.Succeeded(out var saved, out var problem)
            ? new StartupCommandResponse { Command = saved.Commands.Single(command => command.Id == request.Id) }
            : problem;
    }

    public async Task<Result<ListStartupCommandsResponse>> RemoveAsync(RemoveStartupCommandRequest request, CancellationToken cancellationToken) =>
        ToList(await ChangeAsync(
            request.ProjectId,
            project => project.Commands.Any(known => known.Id == request.Id)
                ? project with { Commands = [.. project.Commands.Where(known => known.Id != request.Id)] }
                : CommandChecks.NotFound(request.Id),
            cancellationToken));

    public async Task<Result<ListStartupCommandsResponse>> ReorderAsync(ReorderStartupCommandsRequest request, CancellationToken cancellationToken) =>
        ToList(await ChangeAsync(request.ProjectId, project => Reorder(project, request.Ids), cancellationToken));

    private static Result<RepositoryGroupView> Reorder(RepositoryGroupView project, IReadOnlyList<string> ids)
    {
        var known = project.Commands.ToDictionary(command => command.Id);
        return ids.Count == known.Count && ids.Distinct().Count() == known.Count && ids.All(known.ContainsKey)
            ? project with { Commands = [.. ids.Select(id => known[id])] }
            : new Problem(ProblemCode.InvalidRequest, "The order was not changed.")
            {
                Errors = [new FieldError("ids", "Must name each command exactly once. List them anew; one may have been added or removed.")],
            };
    }

    /// <summary>The project with this command in the place of the one of its id, or as its last.</summary>
    private static Result<RepositoryGroupView> Put(RepositoryGroupView project, StartupCommand command)
    {
        var others = project.Commands.Where(known => known.Id != command.Id).ToArray();
        if (CommandChecks.ToProblem(CommandChecks.Check(command, others)) is { } problem)
        {
            return problem;
        }

        return project with
        {
            Commands = others.Length == project.Commands.Count
                ? [.. others, command]
                : [.. project.Commands.Select(known => known.Id == command.Id ? command : known)],
        };
    }

    private Task<Result<RepositoryGroupView>> ChangeAsync(
        string projectId, Func<RepositoryGroupView, Result<RepositoryGroupView>> change, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<RepositoryGroupView>>(
            scope =>
            {
                if (ProjectStore.Find(scope, projectId) is not { } project)
                {
                    return ProjectChecks.NotFound(projectId);
                }

                return change(project).Succeeded(out var changed, out var problem) ? ProjectStore.Save(scope, changed) : problem;
            },
            cancellationToken);

    private static Result<ListStartupCommandsResponse> ToList(Result<RepositoryGroupView> changed) => changed.Succeeded(out var project, out var problem)
        ? new ListStartupCommandsResponse { Items = project.Commands }
        : problem;

    private static string? FolderOrNull(string? folder) =>
        folder?.Trim().TrimEnd('/') is { Length: > 0 } given && given != "." ? given : null;
}
