using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol.Tasks;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Tasks;

/// <summary>What can be done with tasks.</summary>
internal sealed class TaskOperations(
    CreateTask create, TaskReading reading, EditTask edit, MoveTask move, StartTask start, StopTask stop, SendPrompt send,
    EditQueue queue, TrashTask trash, ScheduleResume schedule) : IOperationSource
{
    private const string Id = """{"id": "0198c0de-0000-7000-8000-000000000001"}""";
    private const string TaskId = """{"taskId": "0198c0de-0000-7000-8000-000000000001"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<CreateUnitTaskRequest, UnitTaskResponse>("createUnitTask", Post("/api/tasks"), Permission.TaskWrite, create.RunAsync)
            .Describe("Writes a task down for a project and, with start, runs it at once.")
            .Example("""{"repositoryGroupId": "0198c0de-0000-7000-8000-000000000002", "prompt": "Add a health endpoint", "agentType": "claude_code", "start": true}""");
        operations.Add<GetUnitTaskRequest, GetUnitTaskResponse>("getUnitTask", Get("/api/tasks/{id}"), Permission.Read, reading.GetAsync)
            .Describe("Shows a task with its sessions, what it asks, and the prompts that wait.").Example(Id);
        operations.AddWritten<ListUnitTasksRequest, ListUnitTasksResponse>("listUnitTasks", Get("/api/tasks"), Permission.Read, reading.ListAsync)
            .Describe("Lists tasks, newest first, by project, state, agent or words.")
            .Example("""{"status": "running,waiting", "limit": 50}""").AsList("tasks");
        operations.Add<UpdateUnitTaskRequest, UnitTaskResponse>("updateUnitTask", Patch("/api/tasks/{id}"), Permission.TaskWrite, edit.UpdateAsync)
            .Describe("Changes what is given of a task. Mode and model reach a running agent at once.")
            .Example("""{"id": "0198c0de-0000-7000-8000-000000000001", "permissionMode": "accept_edits"}""");
        operations.Add<UpdateUnitTaskStatusRequest, UnitTaskResponse>("updateUnitTaskStatus", Post("/api/tasks/{id}/status"), Permission.TaskWrite, move.RunAsync)
            .Describe("Asks for a transition: queued starts or continues, cancelled stops, approved and rejected judge.")
            .Example("""{"id": "0198c0de-0000-7000-8000-000000000001", "status": "approved"}""");
        operations.Add<ArchiveUnitTaskRequest, UnitTaskResponse>("archiveUnitTask", Post("/api/tasks/{id}/archive"), Permission.TaskWrite, edit.ArchiveAsync)
            .Describe("Hides a task from the board, or shows it again.")
            .Example("""{"id": "0198c0de-0000-7000-8000-000000000001", "archived": true}""");
        operations.Add<DeleteUnitTaskRequest, UnitTaskResponse>("deleteUnitTask", Delete("/api/tasks/{id}"), Permission.TaskWrite, trash.DeleteAsync)
            .Describe("Stops a task and puts it and its worktree into the trash for seven days.").Example(Id);
        operations.Add<RestoreUnitTaskRequest, UnitTaskResponse>("restoreUnitTask", Post("/api/tasks/{id}/restore"), Permission.TaskWrite, trash.RestoreAsync)
            .Describe("Takes a task and its worktree out of the trash.").Example(Id);
        operations.Add<StartTaskExecutionRequest, StartTaskExecutionResponse>("startTaskExecution", Post("/api/tasks/{taskId}/start"), Permission.TaskWrite, start.StartAsync)
            .Describe("Queues a task; an agent starts as soon as the worker has room.").Example(TaskId);
        operations.Add<StopTaskExecutionRequest, UnitTaskResponse>("stopTaskExecution", Post("/api/tasks/{taskId}/stop"), Permission.TaskWrite, stop.RunAsync)
            .Describe("Stops the agent and returns when no process of it is left. The work is kept.").Example(TaskId);
        operations.Add<RetryTaskRequest, UnitTaskResponse>("retryTask", Post("/api/tasks/{taskId}/retry"), Permission.TaskWrite, start.RetryAsync)
            .Describe("Runs a task again, with its own prompt unless a new one is given.").Example(TaskId);
        operations.Add<ResumeTaskRequest, UnitTaskResponse>("resumeTask", Post("/api/tasks/{taskId}/resume"), Permission.TaskWrite, start.ResumeAsync)
            .Describe("Continues an interrupted or limited task in the agent's own session.").Example(TaskId);
        operations.Add<ScheduleResumeRequest, UnitTaskResponse>("scheduleResume", Put("/api/tasks/{taskId}/resume"), Permission.TaskWrite, schedule.RunAsync)
            .Describe("Says when a task that waits for a limit or an overloaded provider goes on by itself; without a time, that it does not.")
            .Example("""{"taskId": "0198c0de-0000-7000-8000-000000000001", "at": "2026-11-20T14:00:00Z"}""");
        operations.Add<SendPromptRequest, SendPromptResponse>("sendPrompt", Post("/api/tasks/{taskId}/prompts"), Permission.TaskWrite, send.RunAsync)
            .Describe("Says something to the agent: at once when it is idle, else behind what it does, into it (steer) or in its place (interrupt).")
            .Example("""{"taskId": "0198c0de-0000-7000-8000-000000000001", "prompt": "Add a test as well"}""");
        operations.Add<ListQueuedPromptsRequest, ListQueuedPromptsResponse>("listQueuedPrompts", Get("/api/tasks/{taskId}/prompts"), Permission.Read, queue.ListAsync)
            .Describe("Lists the prompts that wait for their turn, first one first.").Example(TaskId).AsList("queuedPrompts");
        operations.Add<UpdateQueuedPromptRequest, ListQueuedPromptsResponse>("updateQueuedPrompt", Patch("/api/tasks/{taskId}/prompts/{id}"), Permission.TaskWrite, queue.UpdateAsync)
            .Describe("Edits or moves a prompt that waits.")
            .Example("""{"taskId": "0198c0de-0000-7000-8000-000000000001", "id": "0198c0de-0000-7000-8000-000000000003", "position": 0}""")
            .AsList("queuedPrompts");
        operations.Add<CancelQueuedPromptRequest, ListQueuedPromptsResponse>("cancelQueuedPrompt", Delete("/api/tasks/{taskId}/prompts/{id}"), Permission.TaskWrite, queue.CancelAsync)
            .Describe("Takes a prompt out of the queue.")
            .Example("""{"taskId": "0198c0de-0000-7000-8000-000000000001", "id": "0198c0de-0000-7000-8000-000000000003"}""")
            .AsList("queuedPrompts");
    }
}
