using System.Globalization;
using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Reviews;

namespace Homeport.Cli.Tasks;

/// <summary><c>homeport task diff</c>: a unified difference as git prints it, so that <c>git apply</c> and pagers take it.</summary>
internal sealed class ShowDiff(HostCommand command)
{
    public sealed record Choices(DiffScope Scope, string? Path, bool OnlyStat, int? Context);

    public async Task<int> RunAsync(string reference, Choices choices, CancellationToken cancellationToken)
    {
        var id = await command.Client.ResolveAsync(reference, cancellationToken);
        var request = JsonSerializer.SerializeToElement(
            new GetTaskDiffRequest { TaskId = id, Scope = choices.Scope }, ProtocolJson.Default.GetTaskDiffRequest);
        var result = await command.Client.CallAsync("getTaskDiff", request, cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(result);
            return ExitCodes.Ok;
        }

        var diff = result.Deserialize(ProtocolJson.Default.GetTaskDiffResponse)!;
        var files = choices.Path is { } path ? diff.Files.Where(file => file.Path == path || file.OldPath == path).ToArray() : [.. diff.Files];
        if (choices.Path is not null && files.Length == 0)
        {
            throw new CommandException(ExitCodes.Failed, ErrorCodes.NotFound, $"The task did not change '{choices.Path}'. See 'homeport task diff {reference} --stat'.");
        }

        if (choices.OnlyStat)
        {
            PrintStat(files);
            return ExitCodes.Ok;
        }

        foreach (var file in files)
        {
            await PrintFileAsync(id, file, choices, cancellationToken);
        }

        if (files.Length == 0 && command.Printer.IsRich)
        {
            command.Printer.Line("The task has changed nothing.");
        }

        return ExitCodes.Ok;
    }

    private void PrintStat(IReadOnlyList<ChangedFileView> files)
    {
        command.Printer.Table(
            ["STATUS", "ADDED", "REMOVED", "PATH"],
            files.Select(file => (IReadOnlyList<string>)
            [
                TaskWords.Word(file.Status.ToString()),
                file.Binary ? "-" : file.Added.ToString(CultureInfo.InvariantCulture),
                file.Binary ? "-" : file.Removed.ToString(CultureInfo.InvariantCulture),
                file.OldPath is { } old ? $"{old} → {file.Path}" : file.Path,
            ]));
    }

    private async Task PrintFileAsync(string taskId, ChangedFileView file, Choices choices, CancellationToken cancellationToken)
    {
        var request = new GetTaskFileDiffRequest { TaskId = taskId, Path = file.Path, Scope = choices.Scope, Context = choices.Context };
        var answer = await command.Client.CallAsync<GetTaskFileDiffRequest, GetTaskFileDiffResponse>("getTaskFileDiff", request, cancellationToken);
        var lines = new UnifiedDiff(command.Printer.IsRich, command.Printer.HasColour);
        foreach (var line in lines.Print(answer.File))
        {
            command.Printer.Line(line);
        }
    }
}
