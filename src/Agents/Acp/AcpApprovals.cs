using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp;

/// <summary>What an agent asks by <c>session/request_permission</c> and, as a form, by <c>elicitation/create</c>.</summary>
internal sealed class AcpApprovals(SerialSink sink, AcpToolCalls toolCalls, Func<IAcpVersion> version, WorktreePaths paths, ItemIds items)
{
    private readonly ConcurrentDictionary<string, Asked> _asked = new(StringComparer.Ordinal);

    /// <summary>Set where the agent has no mode of its own for what the client is to hold: then what it asks is answered in that sense.</summary>
    public PermissionMode AnswersInMode { get; set; } = PermissionMode.Ask;

    /// <summary>Whether somebody is asked.</summary>
    public bool IsAsking => !_asked.IsEmpty;

    /// <summary>Answers <c>{"outcome": …}</c> once somebody has answered.</summary>
    /// <param name="requestId">Of the agent, to take it back by.</param>
    /// <param name="request">The parameters.</param>
    /// <param name="cancellationToken">The end of the conversation.</param>
    public async Task<JsonObject> AskPermissionAsync(string requestId, JsonElement request, CancellationToken cancellationToken)
    {
        var asked = await version().ReadPermissionAsync(request, cancellationToken);
        var call = asked.Call;
        List<ApprovalOption> options = [.. request.Items("options").Select(OptionOf).OfType<ApprovalOption>()];
        if (options.Count == 0)
        {
            await sink.RawAsync("session/request_permission", request, cancellationToken);
            return Cancelled();
        }

        if (AutomaticAnswer(call, options) is { } automatic)
        {
            return Selected(automatic);
        }

        var isPlan = call.Text("kind") == "switch_mode";
        var (detail, kind) = isPlan ? (PlanOf(call), ApprovalDetailKind.Markdown) : Describe(call);
        var approval = new AgentApproval
        {
            Id = items.Create(),
            Kind = isPlan ? ApprovalKind.Plan : ApprovalKind.Permission,
            ToolCallId = asked.Item,
            ToolName = call.Text("name") ?? call.Member("_meta").Member("claudeCode").Text("toolName") ?? call.Text("kind"),
            Title = Titles.FirstLine(paths.ShortenIn(asked.Title is { Length: > 0 } title ? title : "Allow this?")),
            Detail = detail,
            DetailKind = kind,
            Reason = asked.Reason,
            Options = options,
            Paths = call.Text("kind") == "edit" || kind == ApprovalDetailKind.Diff ? NamedIn(call) : null,
            TakesReason = ReasonDelivery.Prompt,
        };
        return await AskAsync(new(requestId, approval, call.Text("toolCallId"), null), cancellationToken) ?? Cancelled();
    }

    /// <summary>Answers <c>{"action": …}</c> once somebody has answered; null when it is no form.</summary>
    public async Task<JsonObject?> AskFormAsync(string requestId, JsonElement request, CancellationToken cancellationToken)
    {
        if (request.Text("mode") != "form" || AcpForm.Read(request) is not { Questions.Count: > 0 } form)
        {
            return null;
        }

        var approval = new AgentApproval
        {
            Id = items.Create(),
            Kind = ApprovalKind.Question,
            ToolCallId = items.Find(request.Text("toolCallId")),
            Title = Titles.FirstLine(request.Text("message") ?? form.Questions[0].Question),
            Detail = request.Text("message") ?? "",
            DetailKind = ApprovalDetailKind.Text,
            Options = [],
            Questions = form.Questions,
        };
        return await AskAsync(new(requestId, approval, null, form), cancellationToken) ?? new() { ["action"] = "cancel" };
    }

    /// <summary>Passes an answer on. False when the approval is not open or has no such option.</summary>
    public bool Answer(AgentAnswer answer)
    {
        if (!_asked.TryGetValue(answer.ApprovalId, out var asked) || RespondTo(asked, answer) is not { } response ||
            !_asked.TryRemove(answer.ApprovalId, out _))
        {
            return false;
        }

        if (asked.Approval.Options.Any(option =>
            option.Id == answer.OptionId && option.Kind is ApprovalOptionKind.RejectOnce or ApprovalOptionKind.RejectAlways))
        {
            toolCalls.Refuse(asked.ToolCallId);
        }

        return asked.Response.TrySetResult(response);
    }

    /// <summary>The agent takes one request back.</summary>
    public ValueTask WithdrawAsync(string requestId, CancellationToken cancellationToken) =>
        WithdrawAsync(asked => asked.RequestId == requestId, cancellationToken);

    /// <summary>Nobody waits for an answer any more: each is answered as cancelled.</summary>
    public ValueTask WithdrawAllAsync(CancellationToken cancellationToken) => WithdrawAsync(_ => true, cancellationToken);

    private async ValueTask WithdrawAsync(Func<Asked, bool> isMeant, CancellationToken cancellationToken)
    {
        foreach (var (id, asked) in _asked)
        {
            if (isMeant(asked) && _asked.TryRemove(id, out _))
            {
                toolCalls.Refuse(asked.ToolCallId);
                asked.Response.TrySetResult(null);
                await sink.CancelApprovalAsync(id, cancellationToken);
            }
        }
    }

    private async Task<JsonObject?> AskAsync(Asked asked, CancellationToken cancellationToken)
    {
        _asked[asked.Approval.Id] = asked;
        await sink.RequestApprovalAsync(asked.Approval, cancellationToken);
        return await asked.Response.Task.WaitAsync(cancellationToken);
    }

    private static JsonObject? RespondTo(Asked asked, AgentAnswer answer) => asked.Form is { } form
        ? answer.Answers is { } answers ? form.Accept(answers) : new() { ["action"] = "decline" }
        : asked.Approval.Options.Any(option => option.Id == answer.OptionId) ? Selected(answer.OptionId!) : null;

    private string? AutomaticAnswer(JsonElement call, List<ApprovalOption> options)
    {
        var isAllowed = AnswersInMode switch
        {
            PermissionMode.Bypass => true,
            PermissionMode.AcceptEdits => call.Text("kind") == "edit" && AreInside(call),
            PermissionMode.Plan or PermissionMode.Ask => false,
        };
        return isAllowed
            ? (options.Find(option => option.Kind == ApprovalOptionKind.AllowOnce) ??
                options.Find(option => option.Kind == ApprovalOptionKind.AllowAlways))?.Id
            : null;
    }

    /// <summary>Whether all that the call names lies in the worktree, and it names something.</summary>
    private bool AreInside(JsonElement call)
    {
        var named = NamedIn(call);
        return named.Length > 0 && named.All(paths.IsInside);
    }

    private static string[] NamedIn(JsonElement call) =>
    [
        .. call.Items("locations").Select(location => location.Text("path")).OfType<string>(),
        .. call.Items("content").SelectMany(part => part.Items("changes").Prepend(part))
            .SelectMany(change => (string?[])[change.Text("path"), change.Text("oldPath")]).OfType<string>(),
    ];

    private (string Detail, ApprovalDetailKind Kind) Describe(JsonElement call)
    {
        var input = call.Member("rawInput");
        if (CommandOf(call, input) is { } command)
        {
            return (command, ApprovalDetailKind.Command);
        }

        var diff = new StringBuilder();
        foreach (var patch in call.Items("content").Select(part => part.Member("patch").Text("text")).OfType<string>())
        {
            diff.Append(patch.TrimEnd('\n')).Append('\n');
        }

        foreach (var part in call.Items("content").Where(part => part.Text("type") == "diff" && part.Text("path") is not null))
        {
            var before = part.Text("oldText");
            diff.Append(UnifiedDiff.Create(
                paths.Shorten(part.Text("path")!), string.IsNullOrEmpty(before) ? null : before, part.Text("newText") ?? ""));
        }

        return (diff.Length, input.Text("diff"), input) switch
        {
            ( > 0, _, _) => (diff.ToString(), ApprovalDetailKind.Diff),
            (_, { Length: > 0 } text, _) => (text.TrimStart('\n'), ApprovalDetailKind.Diff),
            (_, _, { ValueKind: JsonValueKind.Object } raw) when raw.EnumerateObject().Any() => (JsonWriting.Indented(JsonWriting.Writable(raw)), ApprovalDetailKind.Json),
            _ => (TextOf(call) is { Length: > 0 } words ? words : call.Text("title") ?? "", ApprovalDetailKind.Text),
        };
    }

    /// <summary>The exact command; an agent that sends no input has it as the title.</summary>
    private static string? CommandOf(JsonElement call, JsonElement? input)
    {
        if (input.Text("command") is { Length: > 0 } command)
        {
            return command;
        }

        var words = input.Items("command").Select(word => word.ValueKind == JsonValueKind.String ? word.AsText() : null).OfType<string>().ToArray();
        return words.Length > 0 ? string.Join(' ', words)
            : call.Text("kind") == "execute" && input is null ? call.Text("title")
            : null;
    }

    private static string PlanOf(JsonElement call) =>
        call.Member("rawInput").Text("plan") ?? (TextOf(call) is { Length: > 0 } text ? text : call.Text("title") ?? "");

    private static string TextOf(JsonElement call) => string.Join(
        "\n", call.Items("content").Select(part => part.Member("content").Text("text")).OfType<string>());

    private static ApprovalOption? OptionOf(JsonElement option) => option.Text("optionId") is not { } id ? null : new()
    {
        Id = id,
        Name = option.Text("name") ?? id,
        Kind = option.Text("kind") switch
        {
            "allow_once" => ApprovalOptionKind.AllowOnce,
            "allow_always" => ApprovalOptionKind.AllowAlways,
            "reject_always" => ApprovalOptionKind.RejectAlways,
            _ => ApprovalOptionKind.RejectOnce, // one that we do not know is never taken for a yes
        },
    };

    private static JsonObject Selected(string optionId) =>
        new() { ["outcome"] = new JsonObject { ["outcome"] = "selected", ["optionId"] = optionId } };

    private static JsonObject Cancelled() => new() { ["outcome"] = new JsonObject { ["outcome"] = "cancelled" } };

    private sealed record Asked(string RequestId, AgentApproval Approval, string? ToolCallId, AcpForm? Form)
    {
        /// <summary>Null when it is taken back.</summary>
        public TaskCompletionSource<JsonObject?> Response { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
