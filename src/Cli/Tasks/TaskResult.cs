using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Tasks;

/// <summary>What a command about one task ends with.</summary>
internal static class TaskResult
{
    public static UnitTaskView TaskOf(JsonElement result) => result.GetProperty("task").Deserialize(ProtocolJson.Default.UnitTaskView)!;

    /// <summary>Prints <c>{task, …}</c>, after waiting for it where that was asked for.</summary>
    /// <returns>Failed when the task was waited for and failed, else ok.</returns>
    public static async Task<int> FinishAsync(
        this HostCommand command, JsonElement result, WaitForTask.Choices wait, CancellationToken cancellationToken)
    {
        var exit = ExitCodes.Ok;
        if (wait.Waits)
        {
            result = await new WaitForTask(command).RunAsync(TaskOf(result).Id, wait.Seconds, cancellationToken);
            exit = TaskOf(result).State is TaskState.Failed or TaskState.Interrupted ? ExitCodes.Failed : ExitCodes.Ok;
        }

        if (command.Printer.IsJson)
        {
            command.Printer.Json(result);
        }
        else
        {
            command.PrintTask(TaskOf(result));
        }

        return exit;
    }
}
