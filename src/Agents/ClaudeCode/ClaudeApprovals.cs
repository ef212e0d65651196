using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Approvals;

namespace Homeport.Agents.ClaudeCode;

/// <summary>What Claude Code asks by <c>can_use_tool</c>: permissions, questions and plans.</summary>
internal sealed class ClaudeApprovals(
    SerialSink sink, ClaudeTools tools, ClaudeToolCalls toolCalls, ClaudeEdits edits, ItemIds items)
{
    private const string AllowOnce = "allow_once";
    private const string AllowAlways = "allow_always";
    private const string RejectOnce = "reject_once";
    private const string Approve = "approve";
    private const string ApproveAcceptEdits = "approve_accept_edits";
    private const string KeepPlanning = "keep_planning";
    private readonly ConcurrentDictionary<string, Asked> _asked = new(StringComparer.Ordinal);

    /// <summary>Whether somebody is asked.</summary>
    public bool IsAsking => !_asked.IsEmpty;

    public async ValueTask AskAsync(string requestId, JsonElement request, CancellationToken cancellationToken)
    {
        var tool = request.Text("tool_name") ?? "unknown";
        var input = (request.Member("input") ?? JsonElement.Parse("{}")).Clone();
        var toolUse = request.Text("tool_use_id");
        var approval = new AgentApproval
        {
            Id = items.Create(),
            Kind = ApprovalKind.Permission,
            ToolCallId = toolUse is null ? null : toolCalls.ItemOf(toolUse),
            ToolName = tool,
            Title = tools.TitleOf(tool, input),
            Detail = "",
            DetailKind = ApprovalDetailKind.Text,
            Reason = request.Text("decision_reason") ?? ReasonIn(tool, input),
            Options = [],
            Paths = PathsIn(tool, input),
            TakesReason = tool == "AskUserQuestion" ? null : ReasonDelivery.Answer,
        };
        approval = tool switch
        {
            "AskUserQuestion" => approval with { Kind = ApprovalKind.Question, Questions = QuestionsIn(input) },
            "ExitPlanMode" => approval with
            {
                Kind = ApprovalKind.Plan,
                Detail = input.Text("plan") ?? toolCalls.InputOf(toolUse)?.Text("plan") ?? "",
                DetailKind = ApprovalDetailKind.Markdown,
                TakesPlan = true,
                Options =
                [
                    new() { Id = Approve, Kind = ApprovalOptionKind.AllowOnce, Name = "Approve" },
                    new() { Id = ApproveAcceptEdits, Kind = ApprovalOptionKind.AllowAlways, Name = "Approve and accept edits" },
                    new() { Id = KeepPlanning, Kind = ApprovalOptionKind.RejectOnce, Name = "Keep planning" },
                ],
            },
            _ => await DescribeAsync(approval, tool, input, request, cancellationToken),
        };
        _asked[approval.Id] = new(requestId, approval, input, SuggestionsIn(request));
        await sink.RequestApprovalAsync(approval, cancellationToken);
    }

    /// <summary>The agent takes a request back.</summary>
    public async ValueTask WithdrawAsync(string? requestId, CancellationToken cancellationToken)
    {
        foreach (var (id, asked) in _asked)
        {
            if (asked.RequestId == requestId && _asked.TryRemove(id, out _))
            {
                await sink.CancelApprovalAsync(id, cancellationToken);
            }
        }
    }

    /// <summary>Nobody waits for an answer any more.</summary>
    public async ValueTask WithdrawAllAsync(CancellationToken cancellationToken)
    {
        foreach (var id in _asked.Keys)
        {
            if (_asked.TryRemove(id, out _))
            {
                await sink.CancelApprovalAsync(id, cancellationToken);
            }
        }
    }

    /// <summary>The response to send for an answer; null when the approval is not open or has no such option.</summary>
    public (string RequestId, JsonObject Response)? Take(AgentAnswer answer)
    {
        if (!_asked.TryGetValue(answer.ApprovalId, out var asked) || RespondTo(asked, answer) is not { } response ||
            !_asked.TryRemove(answer.ApprovalId, out _))
        {
            return null;
        }

        return (asked.RequestId, response);
    }

    private static JsonObject? RespondTo(Asked asked, AgentAnswer answer) => (asked.Approval.Kind, answer.OptionId) switch
    {
        (ApprovalKind.Question, null) when answer.Answers is { } answers => Allow(asked.AnswerQuestions(answers)),
        (ApprovalKind.Question, _) => Deny(answer.Reason ?? "The user did not answer the question."),
        (ApprovalKind.Plan, Approve) => Allow(asked.InputNode(answer.Plan), SetMode("default")),
        (ApprovalKind.Plan, ApproveAcceptEdits) => Allow(asked.InputNode(answer.Plan), SetMode("acceptEdits")),
        (ApprovalKind.Plan, KeepPlanning) => Deny(answer.Reason ?? "The user wants you to keep planning. Do not change anything yet."),
        (ApprovalKind.Permission, AllowOnce) => Allow(asked.InputNode()),
        (ApprovalKind.Permission, AllowAlways) => Allow(asked.InputNode(), asked.Suggestions?.DeepClone()),
        (ApprovalKind.Permission, RejectOnce) => Deny(answer.Reason ?? "The user denied this action."),
        _ => null,
    };

    private async ValueTask<AgentApproval> DescribeAsync(
        AgentApproval approval, string tool, JsonElement input, JsonElement request, CancellationToken cancellationToken)
    {
        approval = approval with { Options = OptionsFor(tool, SuggestionsIn(request)) };
        if (tool == "Bash" && input.Text("command") is { } command)
        {
            return approval with { Detail = command, DetailKind = ApprovalDetailKind.Command };
        }

        return await edits.DescribeAsync(tool, input, cancellationToken) is { } diff
            ? approval with { Detail = diff, DetailKind = ApprovalDetailKind.Diff }
            : approval with { Detail = JsonWriting.Indented(input), DetailKind = ApprovalDetailKind.Json };
    }

    private static List<ApprovalOption> OptionsFor(string tool, JsonArray? suggestions)
    {
        List<ApprovalOption> options = [new() { Id = AllowOnce, Kind = ApprovalOptionKind.AllowOnce, Name = "Allow once" }];
        if (suggestions is not null)
        {
            var isMode = ClaudeTools.KindOf(tool) == Protocol.Events.ToolKind.Edit;
            options.Add(new()
            {
                Id = AllowAlways,
                Kind = ApprovalOptionKind.AllowAlways,
                Name = isMode ? "Allow all edits in this session" : "Allow the like in this session",
            });
        }

        options.Add(new() { Id = RejectOnce, Kind = ApprovalOptionKind.RejectOnce, Name = "Reject" });
        return options;
    }

    /// <summary>
    /// What "always" is to mean, kept to this session: as suggested it would write a settings file into the worktree, which
    /// would then be among the changes. Rules go before a change of the mode, which would allow more than was asked.
    /// </summary>
    private static JsonArray? SuggestionsIn(JsonElement request)
    {
        var all = request.Items("permission_suggestions").Where(suggestion => suggestion.ValueKind == JsonValueKind.Object).ToArray();
        var narrow = all.Where(suggestion => suggestion.Text("type") != "setMode").ToArray();
        var kept = new JsonArray();
        foreach (var suggestion in narrow.Length > 0 ? narrow : all)
        {
            if (JsonObject.Create(suggestion.Clone()) is { } node)
            {
                node["destination"] = "session";
                kept.Add((JsonNode)node);
            }
        }

        return kept.Count > 0 ? kept : null;
    }

    private static List<ApprovalQuestion> QuestionsIn(JsonElement input) =>
    [
        .. input.Items("questions").Select((question, index) => new ApprovalQuestion
        {
            Id = $"q{index + 1}",
            Question = question.Text("question") ?? "",
            Header = question.Text("header"),
            MultiSelect = question.Flag("multiSelect"),
            Choices =
            [
                .. question.Items("options").Select(option =>
                    new ApprovalChoice { Label = option.Text("label") ?? "", Description = option.Text("description") }),
            ],
        }),
    ];

    private static string[]? PathsIn(string tool, JsonElement input) =>
        tool is "Write" or "Edit" or "MultiEdit" or "NotebookEdit" && (input.Text("file_path") ?? input.Text("notebook_path")) is { } path ? [path] : null;

    private static string? ReasonIn(string tool, JsonElement input) => tool == "Bash" ? input.Text("description") : null;

    private static JsonObject Allow(JsonNode? input, JsonNode? permissions = null)
    {
        var response = new JsonObject { ["behavior"] = "allow", ["updatedInput"] = input };
        if (permissions is not null)
        {
            response["updatedPermissions"] = permissions;
        }

        return response;
    }

    private static JsonObject Deny(string message) => new() { ["behavior"] = "deny", ["message"] = message };

    private static JsonArray SetMode(string mode) =>
        [(JsonNode)new JsonObject { ["type"] = "setMode", ["mode"] = mode, ["destination"] = "session" }];

    private sealed record Asked(string RequestId, AgentApproval Approval, JsonElement Input, JsonArray? Suggestions)
    {
        /// <param name="plan">Goes in place of the plan that was shown.</param>
        public JsonObject InputNode(string? plan = null)
        {
            var input = JsonObject.Create(Input) is { } given ? (JsonObject)given.DeepClone() : [];
            if (plan is not null)
            {
                input["plan"] = plan;
            }

            return input;
        }

        /// <summary>The input with an answer to each question, keyed by the question's words.</summary>
        public JsonObject AnswerQuestions(IReadOnlyList<QuestionAnswer> answers)
        {
            var said = new JsonObject();
            foreach (var question in Approval.Questions ?? [])
            {
                if (answers.FirstOrDefault(answer => answer.QuestionId == question.Id) is { } answer)
                {
                    said[question.Question] = string.Join(", ", answer.Values);
                }
            }

            var input = InputNode();
            input["answers"] = said;
            return input;
        }
    }
}
