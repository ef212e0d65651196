using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Reviews;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Tasks;

/// <summary><c>homeport task merge</c>.</summary>
internal sealed class MergeTask(HostCommand command)
{
    public async Task<int> RunAsync(
        string reference, MergeStrategy strategy, string? target, string? message, CancellationToken cancellationToken)
    {
        var id = await command.Client.ResolveAsync(reference, cancellationToken);
        var request = new MergeTaskRequest { TaskId = id, Strategy = strategy, TargetBranch = target, Message = message };
        var result = await command.Client.CallAsync(
            "mergeTask", JsonSerializer.SerializeToElement(request, ProtocolJson.Default.MergeTaskRequest), cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(result);
            return ExitCodes.Ok;
        }

        var merged = result.Deserialize(ProtocolJson.Default.MergeTaskResponse)!;
        var onto = merged.Task.Merge?.TargetBranch ?? target ?? merged.Task.BaseBranch;
        command.Printer.Line(command.Printer.IsRich ? $"Merged as {merged.Commit[..Math.Min(12, merged.Commit.Length)]} into {onto}." : merged.Commit);
        return ExitCodes.Ok;
    }
}
