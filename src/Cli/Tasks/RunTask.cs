using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Protocol;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Tasks;

/// <summary><c>homeport task start</c>, <c>prompt</c> and <c>stop</c>.</summary>
internal sealed class RunTask(HostCommand command)
{
    /// <summary>Starts a task, continues one that was interrupted, or tries one again that ended without a result.</summary>
    public async Task<int> StartAsync(string reference, WaitForTask.Choices wait, CancellationToken cancellationToken)
    {
        var id = await command.Client.ResolveAsync(reference, cancellationToken);
        var task = TaskResult.TaskOf(await CallAsync("getUnitTask", new GetUnitTaskRequest { Id = id }, ProtocolJson.Default.GetUnitTaskRequest, cancellationToken));
        var result = task switch
        {
            { State: TaskState.Interrupted } or { State: TaskState.Waiting, WaitingReason: WaitingReason.Limit or WaitingReason.Budget } =>
                await CallAsync("resumeTask", new ResumeTaskRequest { TaskId = id }, ProtocolJson.Default.ResumeTaskRequest, cancellationToken),
            { State: TaskState.Failed or TaskState.Cancelled or TaskState.Rejected } =>
                await CallAsync("retryTask", new RetryTaskRequest { TaskId = id }, ProtocolJson.Default.RetryTaskRequest, cancellationToken),
            _ => await CallAsync(
                "startTaskExecution", new StartTaskExecutionRequest { TaskId = id }, ProtocolJson.Default.StartTaskExecutionRequest, cancellationToken),
        };
        return await command.FinishAsync(result, wait, cancellationToken);
    }

    public async Task<int> PromptAsync(string reference, string? prompt, WaitForTask.Choices wait, CancellationToken cancellationToken)
    {
        var text = await PromptText.ReadAsync(prompt, command.Surroundings, cancellationToken);
        var id = await command.Client.ResolveAsync(reference, cancellationToken);
        var result = await CallAsync(
            "sendPrompt", new SendPromptRequest { TaskId = id, Prompt = text }, ProtocolJson.Default.SendPromptRequest, cancellationToken);
        if (command.Printer.IsRich && result.GetProperty("disposition").GetString() == "queued")
        {
            command.Printer.Line("The agent is busy; your prompt waits its turn.");
        }

        return await command.FinishAsync(result, wait, cancellationToken);
    }

    public async Task<int> StopAsync(string reference, CancellationToken cancellationToken)
    {
        var id = await command.Client.ResolveAsync(reference, cancellationToken);
        var result = await CallAsync(
            "stopTaskExecution", new StopTaskExecutionRequest { TaskId = id }, ProtocolJson.Default.StopTaskExecutionRequest, cancellationToken);
        return await command.FinishAsync(result, new WaitForTask.Choices(), cancellationToken);
    }

    public async Task<int> WaitAsync(string reference, int? seconds, CancellationToken cancellationToken)
    {
        var id = await command.Client.ResolveAsync(reference, cancellationToken);
        var result = await CallAsync("getUnitTask", new GetUnitTaskRequest { Id = id }, ProtocolJson.Default.GetUnitTaskRequest, cancellationToken);
        return await command.FinishAsync(result, new WaitForTask.Choices(Waits: true, seconds), cancellationToken);
    }

    private Task<JsonElement> CallAsync<T>(string operation, T request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        command.Client.CallAsync(operation, JsonSerializer.SerializeToElement(request, type), cancellationToken);
}
