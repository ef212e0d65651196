using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Approvals;

namespace Homeport.Agents.Codex;

/// <summary>What Codex asks: commands, file changes and questions.</summary>
internal sealed class CodexApprovals(SerialSink sink, CodexItems codexItems, ItemIds items)
{
    private const string Decline = "decline";

    private static readonly ApprovalOption[] Options =
    [
        new() { Id = "accept", Kind = ApprovalOptionKind.AllowOnce, Name = "Allow once" },
        new() { Id = "acceptForSession", Kind = ApprovalOptionKind.AllowAlways, Name = "Allow the like in this session" },
        new() { Id = Decline, Kind = ApprovalOptionKind.RejectOnce, Name = "Reject" },
    ];

    private readonly ConcurrentDictionary<string, Asked> _asked = new(StringComparer.Ordinal);

    public bool IsAsking => !_asked.IsEmpty;

    public bool IsOpen(string approvalId) => _asked.ContainsKey(approvalId);

    public Task<JsonObject> AskCommandAsync(string requestId, JsonElement request, CancellationToken cancellationToken)
    {
        var command = request.Text("command") ?? "";
        return AskAsync(
            requestId, request,
            new()
            {
                Id = items.Create(),
                Kind = ApprovalKind.Permission,
                ToolName = "commandExecution",
                Title = Titles.FirstLine(command.Length > 0 ? CodexItems.Unwrap(command) : request.Text("reason") ?? "Run a command"),
                Detail = command.Length > 0 ? CodexItems.Unwrap(command) : JsonWriting.Indented(request),
                DetailKind = command.Length > 0 ? ApprovalDetailKind.Command : ApprovalDetailKind.Json,
                Reason = request.Text("reason"),
                Options = Options,
                TakesReason = ReasonDelivery.Answer,
            },
            cancellationToken);
    }

    public Task<JsonObject> AskFileChangeAsync(string requestId, JsonElement request, CancellationToken cancellationToken)
    {
        var diff = codexItems.DiffOf(request.Text("itemId") ?? "");
        return AskAsync(
            requestId, request,
            new()
            {
                Id = items.Create(),
                Kind = ApprovalKind.Permission,
                ToolName = "fileChange",
                Title = request.Text("grantRoot") is { } root ? $"Edit files below {root}" : Titles.FirstLine(codexItems.TitleOf(request.Text("itemId") ?? "")),
                Detail = diff.Length > 0 ? diff : JsonWriting.Indented(request),
                DetailKind = diff.Length > 0 ? ApprovalDetailKind.Diff : ApprovalDetailKind.Json,
                Reason = request.Text("reason"),
                Options = Options,
                Paths = request.Text("grantRoot") is null ? codexItems.PathsOf(request.Text("itemId") ?? "") : null,
                TakesReason = ReasonDelivery.Answer,
            },
            cancellationToken);
    }

    public Task<JsonObject> AskQuestionsAsync(string requestId, JsonElement request, CancellationToken cancellationToken)
    {
        List<ApprovalQuestion> questions =
        [
            .. request.Items("questions").Where(question => question.Text("id") is not null).Select(question => new ApprovalQuestion
            {
                Id = question.Text("id")!,
                Question = question.Text("question") ?? "",
                Header = question.Text("header"),
                Choices =
                [
                    .. question.Items("options").Select(option =>
                        new ApprovalChoice { Label = option.Text("label") ?? "", Description = option.Text("description") }),
                ],
            }),
        ];
        return AskAsync(
            requestId, request,
            new()
            {
                Id = items.Create(),
                Kind = ApprovalKind.Question,
                ToolName = "request_user_input",
                Title = Titles.FirstLine(questions.Count > 0 ? questions[0].Question : "A question"),
                Detail = "",
                DetailKind = ApprovalDetailKind.Text,
                Options = [],
                Questions = questions,
            },
            cancellationToken);
    }

    public Task<JsonObject> AskToolAsync(string requestId, JsonElement request, CancellationToken cancellationToken) =>
        AskAsync(requestId, request, CodexMcpApproval.Read(request, items.Create()), cancellationToken, isTool: true);

    /// <summary>Passes an answer on. False when the approval is not open or has no such option.</summary>
    public bool Answer(AgentAnswer answer) =>
        _asked.TryGetValue(answer.ApprovalId, out var asked) && RespondTo(asked, answer) is { } response &&
        _asked.TryRemove(answer.ApprovalId, out _) && asked.Response.TrySetResult(response);

    /// <summary>Why a person said no; null for a yes, and for a no without a reason.</summary>
    public static string? ReasonOf(AgentAnswer answer) => answer is { OptionId: Decline, Reason.Length: > 0 } ? answer.Reason : null;

    /// <summary>Codex has settled a request itself.</summary>
    public ValueTask WithdrawAsync(string requestId, CancellationToken cancellationToken) =>
        WithdrawAsync(asked => asked.RequestId == requestId, cancellationToken);

    public ValueTask WithdrawAllAsync(CancellationToken cancellationToken) => WithdrawAsync(_ => true, cancellationToken);

    private async ValueTask WithdrawAsync(Func<Asked, bool> isMeant, CancellationToken cancellationToken)
    {
        foreach (var (id, asked) in _asked)
        {
            if (isMeant(asked) && _asked.TryRemove(id, out _))
            {
                asked.Response.TrySetResult(Refuse(asked));
                await sink.CancelApprovalAsync(id, cancellationToken);
            }
        }
    }

    private async Task<JsonObject> AskAsync(
        string requestId, JsonElement request, AgentApproval approval, CancellationToken cancellationToken, bool isTool = false)
    {
        approval = approval with { ToolCallId = request.Text("itemId") is { } item ? codexItems.ItemOf(item) : null };
        var asked = _asked[approval.Id] = new(requestId, approval, isTool);
        await sink.RequestApprovalAsync(approval, cancellationToken);
        return await asked.Response.Task.WaitAsync(cancellationToken);
    }

    private static JsonObject? RespondTo(Asked asked, AgentAnswer answer)
    {
        if (asked.IsTool)
        {
            return CodexMcpApproval.Answer(answer.OptionId);
        }

        if (asked.Approval.Kind != ApprovalKind.Question)
        {
            return Options.Any(option => option.Id == answer.OptionId) ? new() { ["decision"] = answer.OptionId } : null;
        }

        var answers = new JsonObject();
        foreach (var given in answer.Answers ?? [])
        {
            answers[given.QuestionId] = new JsonObject { ["answers"] = new JsonArray([.. given.Values.Select(value => (JsonNode)value)]) };
        }

        return new() { ["answers"] = answers };
    }

    private static JsonObject Refuse(Asked asked) => asked.IsTool ? CodexMcpApproval.Refusal()
        : asked.Approval.Kind == ApprovalKind.Question ? new() { ["answers"] = new JsonObject() }
        : new() { ["decision"] = "cancel" };

    /// <summary>What is open. A tool of an MCP server is asked for, and answered, in another form.</summary>
    private sealed record Asked(string RequestId, AgentApproval Approval, bool IsTool)
    {
        public TaskCompletionSource<JsonObject> Response { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
