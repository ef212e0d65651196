using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol.Commands;
using Homeport.Protocol.Services;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Commands;

/// <summary>What a task runs beside its agent.</summary>
internal sealed class TaskCommandOperations(ReadCommands read, RunCommand run) : IOperationSource
{
    private const string One = """{"taskId":"0198c0de-0000-7000-8000-000000000001","commandId":"019a9f3c-0000-7000-8000-000000000004"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<ListTaskCommandsRequest, ListTaskCommandsResponse>(
                "listTaskCommands", Get("/api/tasks/{taskId}/commands"), Permission.Read, read.ListAsync)
            .Describe("Lists the startup commands of a task's project with what runs of them for this task: state, exit code, ports.")
            .Example("""{"taskId":"0198c0de-0000-7000-8000-000000000001"}""").AsList("commands");
        operations.Add<StartCommandRequest, TaskCommandResponse>(
                "startCommand", Post("/api/tasks/{taskId}/commands/{commandId}/start"), Permission.TaskWrite, run.StartAsync)
            .Describe("Starts a startup command in a task's worktree, with the task's own ports. One that runs goes on.").Example(One);
        operations.Add<StopCommandRequest, TaskCommandResponse>(
                "stopCommand", Post("/api/tasks/{taskId}/commands/{commandId}/stop"), Permission.TaskWrite, run.StopAsync)
            .Describe("Stops a startup command of a task and returns when no process of it is left.").Example(One);
        operations.Add<RestartCommandRequest, TaskCommandResponse>(
                "restartCommand", Post("/api/tasks/{taskId}/commands/{commandId}/restart"), Permission.TaskWrite, run.RestartAsync)
            .Describe("Stops a startup command of a task, where it runs, and starts it as the project has it now.").Example(One);
        operations.Add<ReadCommandLogRequest, ServiceLogResponse>(
                "readCommandLog", Get("/api/tasks/{taskId}/commands/{commandId}/log"), Permission.Read, read.ReadLogAsync)
            .Describe("Shows what a startup command of a task wrote. To follow it, ask again from next with a time to wait.").Example(One);
    }
}
