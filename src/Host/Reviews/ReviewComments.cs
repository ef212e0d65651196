using Homeport.Domain;
using Homeport.Host.Access;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Reviews;
using Homeport.Storage;

namespace Homeport.Host.Reviews;

/// <summary>Comments on lines: written as drafts, sent together by <see cref="RequestChanges"/>.</summary>
internal sealed class ReviewComments(Database database, TimeProvider time)
{
    private const int LongestBody = 20_000;
    private const int LongestQuote = 20_000;

    public Task<Result<ListReviewCommentsResponse>> ListAsync(ListReviewCommentsRequest request, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<ListReviewCommentsResponse>>(
            scope => TaskStore.Find(scope, request.TaskId) is { } task
                ? new ListReviewCommentsResponse { Items = CommentStore.OfTask(scope, task.Id) }
                : TaskProblems.NotFound(request.TaskId),
            cancellationToken);

    public async Task<Result<ReviewCommentResponse>> AddAsync(
        AddReviewCommentRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var errors = Check(request.Body);
        if (request.Path.Length is 0 or > 4096)
        {
            errors.Add(new FieldError("path", "Name the file that the comment is about."));
        }

        if (request.StartLine < 1 || request.EndLine < request.StartLine)
        {
            errors.Add(new FieldError("startLine", "Lines count from 1, and the first is not after the last."));
        }

        if (request.Quote?.Length > LongestQuote)
        {
            errors.Add(new FieldError("quote", $"A quote has at most {LongestQuote:N0} characters."));
        }

        return errors.Count > 0
            ? TaskChecks.Invalid(errors)
            : await database.WriteAsync(scope => Add(scope, request, caller), cancellationToken);
    }

    public async Task<Result<ReviewCommentResponse>> UpdateAsync(UpdateReviewCommentRequest request, CancellationToken cancellationToken)
    {
        var errors = request.Body is { } body ? Check(body) : [];
        return errors.Count > 0
            ? TaskChecks.Invalid(errors)
            : await database.WriteAsync(scope => Update(scope, request), cancellationToken);
    }

    public Task<Result<NoResponse>> DeleteAsync(DeleteReviewCommentRequest request, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<NoResponse>>(
            scope =>
            {
                if (TaskStore.Find(scope, request.TaskId) is not { } task ||
                    CommentStore.Find(scope, request.TaskId, request.Id) is not { } comment)
                {
                    return NotFound(request.Id);
                }

                if (comment.State != CommentState.Draft)
                {
                    return new Problem(ProblemCode.Conflict, "The agent has this comment already. Resolve it instead of deleting it.");
                }

                CommentStore.Delete(scope, task, comment.Id);
                return new NoResponse();
            },
            cancellationToken);

    public Task<Result<NoResponse>> SetViewedAsync(SetFileViewedRequest request, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<NoResponse>>(
            scope =>
            {
                if (TaskStore.Find(scope, request.TaskId) is null)
                {
                    return TaskProblems.NotFound(request.TaskId);
                }

                CommentStore.MarkViewed(scope, request.TaskId, request.Path, request.Viewed ? request.BlobHash : null);
                return new NoResponse();
            },
            cancellationToken);

    private static List<FieldError> Check(string body) => string.IsNullOrWhiteSpace(body) || body.Length > LongestBody
        ? [new FieldError("body", $"Write the comment, in 1 to {LongestBody:N0} characters.")]
        : [];

    private static Problem NotFound(string id) => new(ProblemCode.NotFound, $"There is no comment {id} on this task.");

    private Result<ReviewCommentResponse> Add(WriteScope scope, AddReviewCommentRequest request, Caller caller)
    {
        if (TaskStore.Find(scope, request.TaskId) is not { } task)
        {
            return TaskProblems.NotFound(request.TaskId);
        }

        var now = time.GetUtcNow();
        var comment = new ReviewCommentView
        {
            Id = Guid.CreateVersion7(now).ToString(),
            TaskId = task.Id,
            Path = request.Path,
            Side = request.Side,
            StartLine = request.StartLine,
            EndLine = request.EndLine,
            Quote = request.Quote,
            Body = request.Body,
            State = CommentState.Draft,
            Author = caller.Name,
            CreatedAt = now,
            Version = 1,
        };
        CommentStore.Put(scope, task, comment);
        return new ReviewCommentResponse { Comment = comment };
    }

    private static Result<ReviewCommentResponse> Update(WriteScope scope, UpdateReviewCommentRequest request)
    {
        if (TaskStore.Find(scope, request.TaskId) is not { } task ||
            CommentStore.Find(scope, request.TaskId, request.Id) is not { } comment)
        {
            return NotFound(request.Id);
        }

        if (request.Version is { } seen && seen != comment.Version)
        {
            return new Problem(ProblemCode.Conflict, "Somebody changed this comment since you saw it. Read it again.");
        }

        if (request.Body is not null && comment.State != CommentState.Draft)
        {
            return new Problem(ProblemCode.Conflict, "The agent has this comment already; its text stays. Write another one.");
        }

        if (request.State is { } state && (state == CommentState.Draft) != (comment.State == CommentState.Draft))
        {
            return new Problem(ProblemCode.Conflict, "A draft is sent by requestChanges; what was sent can be resolved and reopened.");
        }

        var changed = comment with
        {
            Body = request.Body ?? comment.Body,
            State = request.State ?? comment.State,
            Version = comment.Version + 1,
        };
        CommentStore.Put(scope, task, changed);
        return new ReviewCommentResponse { Comment = changed };
    }
}
