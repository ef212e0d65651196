using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol.Reviews;
using Homeport.Protocol.Tasks;
using Homeport.Protocol;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Reviews;

/// <summary>What can be done with a task's changes.</summary>
internal sealed class ReviewOperations(
    TaskDiff diff, TaskGit git, MergeTask merge, ReviewComments comments, RequestChanges changes) : IOperationSource
{
    private const string TaskId = """{"taskId": "0198c0de-0000-7000-8000-000000000001"}""";
    private const string CommentId =
        """{"taskId": "0198c0de-0000-7000-8000-000000000001", "id": "0198c0de-0000-7000-8000-000000000007"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<GetTaskDiffRequest, GetTaskDiffResponse>("getTaskDiff", Get("/api/tasks/{taskId}/diff"), Permission.Read, diff.ListAsync)
            .Describe("Lists the files that a task changed: all since its base, only what is not committed, or one turn's.").Example(TaskId);
        operations.Add<GetTaskFileDiffRequest, GetTaskFileDiffResponse>("getTaskFileDiff", Get("/api/tasks/{taskId}/diff/files"), Permission.Read, diff.FileAsync)
            .Describe("Shows one file's hunks.")
            .Example("""{"taskId": "0198c0de-0000-7000-8000-000000000001", "path": "src/app.ts", "context": 3}""");
        operations.Add<SetFileViewedRequest, NoResponse>("setFileViewed", Put("/api/tasks/{taskId}/viewed"), Permission.TaskWrite, comments.SetViewedAsync)
            .Describe("Marks one content of a file as viewed; a changed content is not.")
            .Example("""{"taskId": "0198c0de-0000-7000-8000-000000000001", "path": "src/app.ts", "blobHash": "9daeafb9", "viewed": true}""");
        operations.Add<ListReviewCommentsRequest, ListReviewCommentsResponse>("listReviewComments", Get("/api/tasks/{taskId}/comments"), Permission.Read, comments.ListAsync)
            .Describe("Lists a task's comments in file and line order.").Example(TaskId).AsList("comments");
        operations.Add<AddReviewCommentRequest, ReviewCommentResponse>("addReviewComment", Post("/api/tasks/{taskId}/comments"), Permission.TaskWrite, comments.AddAsync)
            .Describe("Writes a draft comment on lines of a difference.")
            .Example("""{"taskId": "0198c0de-0000-7000-8000-000000000001", "path": "src/app.ts", "side": "new", "startLine": 3, "endLine": 4, "body": "Name this better"}""");
        operations.Add<UpdateReviewCommentRequest, ReviewCommentResponse>("updateReviewComment", Patch("/api/tasks/{taskId}/comments/{id}"), Permission.TaskWrite, comments.UpdateAsync)
            .Describe("Changes a draft's text, or resolves or reopens a comment that was sent.")
            .Example("""{"taskId": "0198c0de-0000-7000-8000-000000000001", "id": "0198c0de-0000-7000-8000-000000000007", "state": "resolved"}""");
        operations.Add<DeleteReviewCommentRequest, NoResponse>("deleteReviewComment", Delete("/api/tasks/{taskId}/comments/{id}"), Permission.TaskWrite, comments.DeleteAsync)
            .Describe("Throws a draft away.").Example(CommentId);
        operations.Add<RequestChangesRequest, UnitTaskResponse>("requestChanges", Post("/api/tasks/{taskId}/request-changes"), Permission.TaskWrite, changes.RunAsync)
            .Describe("Sends draft comments, and words of one's own, to the agent as one message.").Example(TaskId);
        operations.Add<CommitTaskRequest, CommitTaskResponse>("commitTask", Post("/api/tasks/{taskId}/commit"), Permission.TaskWrite, git.CommitAsync)
            .Describe("Commits everything in the task's worktree, with the repository's own identity and hooks.").Example(TaskId);
        operations.Add<PreviewMergeRequest, PreviewMergeResponse>("previewMerge", Get("/api/tasks/{taskId}/merge"), Permission.Read, merge.PreviewAsync)
            .Describe("Tells what a merge would meet, without doing it.").Example(TaskId);
        operations.Add<MergeTaskRequest, MergeTaskResponse>("mergeTask", Post("/api/tasks/{taskId}/merge"), Permission.TaskWrite, merge.MergeAsync)
            .Describe("Commits what is left, merges the task's branch by compare-and-swap and puts the worktree into the trash.")
            .Example("""{"taskId": "0198c0de-0000-7000-8000-000000000001", "strategy": "squash"}""");
        operations.Add<UndoMergeRequest, UnitTaskResponse>("undoMerge", Post("/api/tasks/{taskId}/merge/undo"), Permission.TaskWrite, merge.UndoAsync)
            .Describe("Moves the target branch back and brings the worktree back, if nothing was added to the branch since.").Example(TaskId);
        operations.Add<ListSnapshotsRequest, ListSnapshotsResponse>("listSnapshots", Get("/api/tasks/{taskId}/snapshots"), Permission.Read, git.ListSnapshotsAsync)
            .Describe("Lists a task's snapshots, newest first.").Example(TaskId).AsList("snapshots");
        operations.Add<RestoreSnapshotRequest, RestoreSnapshotResponse>("restoreSnapshot", Post("/api/tasks/{taskId}/snapshots/{number}/restore"), Permission.TaskWrite, git.RestoreSnapshotAsync)
            .Describe("Puts the worktree's files back to a snapshot, after a snapshot of what stands there now.")
            .Example("""{"taskId": "0198c0de-0000-7000-8000-000000000001", "number": 1}""");
    }
}
