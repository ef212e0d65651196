using System.Text.Json;
using Homeport.Cli.Output;
using Homeport.Protocol;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Tasks;

/// <summary><c>homeport task list</c> and <c>homeport task show</c>.</summary>
internal sealed class ReadTasks(HostCommand command)
{
    public async Task<int> ListAsync(ListUnitTasksRequest request, string? project, CancellationToken cancellationToken)
    {
        if (project is not null)
        {
            request = request with { RepositoryGroupId = await new ProjectChoice(command).FindAsync(project, adds: false, cancellationToken) };
        }

        var result = await command.Client.CallAsync(
            "listUnitTasks", JsonSerializer.SerializeToElement(request, ProtocolJson.Default.ListUnitTasksRequest), cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(result);
            return ExitCodes.Ok;
        }

        var tasks = result.GetProperty("tasks").EnumerateArray().Select(task => task.Deserialize(ProtocolJson.Default.UnitTaskView)!).ToArray();
        if (tasks.Length == 0 && command.Printer.IsRich)
        {
            command.Printer.Line("No tasks. Make one in a repository: homeport task create --add --start \"what to do\"");
            return ExitCodes.Ok;
        }

        var names = await ProjectNamesAsync(cancellationToken);
        var isRich = command.Printer.IsRich;
        command.Printer.Table(
            ["ID", "STATE", "AGENT", "PROJECT", "TITLE", "CHANGES", "SINCE"],
            tasks.Select(task => (IReadOnlyList<string>)
            [
                isRich ? TaskReference.Short(task.Id) : task.Id,
                TaskWords.State(task),
                task.AgentType,
                names.GetValueOrDefault(task.RepositoryGroupId, task.RepositoryGroupId),
                task.Title,
                TaskWords.Changes(task),
                isRich ? TaskWords.Age(task.StateSince, command.Surroundings.Time) : task.StateSince.ToString("O"),
            ]));
        if (result.TryGetProperty("nextCursor", out _))
        {
            command.Printer.Note("There are more: raise --limit, or narrow with --state, --project or --query.");
        }

        return ExitCodes.Ok;
    }

    public async Task<int> ShowAsync(string reference, CancellationToken cancellationToken)
    {
        var id = await command.Client.ResolveAsync(reference, cancellationToken);
        var request = JsonSerializer.SerializeToElement(new GetUnitTaskRequest { Id = id }, ProtocolJson.Default.GetUnitTaskRequest);
        var result = await command.Client.CallAsync("getUnitTask", request, cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(result);
            return ExitCodes.Ok;
        }

        Print(result.Deserialize(ProtocolJson.Default.GetUnitTaskResponse)!);
        return ExitCodes.Ok;
    }

    private void Print(GetUnitTaskResponse shown)
    {
        var (task, printer) = (shown.Task, command.Printer);
        printer.Line(Terminal.Harmless(task.Title));
        IReadOnlyList<(string Name, string? Value)> facts =
        [
            ("id", task.Id),
            ("state", $"{TaskWords.State(task)}, since {TaskWords.Age(task.StateSince, command.Surroundings.Time)}"),
            ("agent", task.Model is { } model ? $"{task.AgentType} ({model})" : task.AgentType),
            ("mode", TaskWords.Word(task.PermissionMode.ToString())),
            ("branch", task.Branch is null ? null : $"{task.Branch} from {task.BaseBranch}"),
            ("folder", task.WorktreePath),
            ("changes", TaskWords.Changes(task)),
            ("merged", task.Merge is { } merge ? $"{merge.Commit[..Math.Min(12, merge.Commit.Length)]} on {merge.TargetBranch}" : null),
            ("doing", task.LastActivity),
            ("queued", shown.QueuedPrompts.Count > 0 ? $"{shown.QueuedPrompts.Count} prompts" : null),
        ];
        foreach (var (name, value) in facts.Where(fact => !string.IsNullOrEmpty(fact.Value)))
        {
            printer.Line($"  {name,-8} {Terminal.Harmless(value!)}");
        }

        command.PrintFailure(task);
        foreach (var approval in shown.PendingApprovals)
        {
            printer.Line();
            command.PrintApproval(approval);
        }

        if (printer.IsRich && TaskWords.Next(task) is { } next)
        {
            printer.Line($"Next: {next}");
        }
    }

    private async Task<Dictionary<string, string>> ProjectNamesAsync(CancellationToken cancellationToken) =>
        (await command.Client.ListAsync<ListRepositoryGroupsRequest, RepositoryGroupView>(
            "listRepositoryGroups", new ListRepositoryGroupsRequest(), "repositoryGroups", cancellationToken))
        .ToDictionary(project => project.Id, project => project.Name, StringComparer.Ordinal);
}
