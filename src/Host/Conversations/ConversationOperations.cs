using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol.Conversations;
using Homeport.Protocol.Tasks;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Conversations;

/// <summary>What can be done with a conversation as a whole.</summary>
internal sealed class ConversationOperations(
    RewindTask rewind, UndoRewind undo, ForkTask fork, HandOverTask handOver, CompactTask compact, TaskFiles files) : IOperationSource
{
    private const string TaskId = """{"taskId": "0198c0de-0000-7000-8000-000000000001"}""";
    private const string Turn = """{"taskId": "0198c0de-0000-7000-8000-000000000001", "turnId": "0198c0de-0000-7000-8000-000000000004"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<RewindTaskRequest, RewindTaskResponse>("rewindTask", Post("/api/tasks/{taskId}/rewind"), Permission.TaskWrite, rewind.RunAsync)
            .Describe("Goes back to before a message: files, conversation, or both. What stands in the worktree is kept in a snapshot first.").Example(Turn);
        operations.Add<UndoRewindRequest, UnitTaskResponse>("undoRewind", Post("/api/tasks/{taskId}/rewind/undo"), Permission.TaskWrite, undo.RunAsync)
            .Describe("Takes the last rewind back, as long as nothing was said since.").Example(TaskId);
        operations.Add<ForkTaskRequest, UnitTaskResponse>("forkTask", Post("/api/tasks/{taskId}/fork"), Permission.TaskWrite, fork.RunAsync)
            .Describe("Makes a new task from a message: with its own worktree and branch, the files and the conversation as they were before it.").Example(Turn);
        operations.Add<HandOverTaskRequest, UnitTaskResponse>("handOverTask", Post("/api/tasks/{taskId}/hand-over"), Permission.TaskWrite, handOver.RunAsync)
            .Describe("Lets another agent go on: knowing nothing, the conversation as text, or a summary that the first agent writes.")
            .Example("""{"taskId": "0198c0de-0000-7000-8000-000000000001", "agentType": "codex", "context": "summary", "prompt": "Go on with the tests"}""");
        operations.Add<CompactTaskRequest, UnitTaskResponse>("compactTask", Post("/api/tasks/{taskId}/compact"), Permission.TaskWrite, compact.RunAsync)
            .Describe("Has the agent shorten its own conversation, to make room in its context.").Example(TaskId);
        operations.Add<SearchTaskFilesRequest, SearchTaskFilesResponse>("searchTaskFiles", Get("/api/tasks/{taskId}/files"), Permission.Read, files.SearchAsync)
            .Describe("Finds files of a task's worktree by a part of their path; what git ignores is left out.")
            .Example("""{"taskId": "0198c0de-0000-7000-8000-000000000001", "query": "health"}""").AsList("files");
    }
}
