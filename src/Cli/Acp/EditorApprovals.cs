using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Protocol.Approvals;
using Homeport.Rpc;

namespace Homeport.Cli.Acp;

/// <summary>
/// What a task's agent asks, asked in the editor as well: whoever answers first, here or in another client, is heard, and the
/// question is taken back from the others. Owns what is asked.
/// </summary>
internal sealed class EditorApprovals(RpcConnection editor, HostCommand command, bool hasForms) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Asked> _asked = new(StringComparer.Ordinal);

    /// <summary>Asks once.</summary>
    public void Ask(ApprovalView approval)
    {
        var asked = new Asked();
        if (_asked.TryAdd(approval.Id, asked))
        {
            asked.Asking = Task.Run(() => AskAsync(approval, asked.Withdrawn.Token), CancellationToken.None);
        }
    }

    /// <summary>It is answered, or the agent does not want to know any more.</summary>
    public async Task WithdrawAsync(string approvalId)
    {
        if (_asked.TryGetValue(approvalId, out var asked))
        {
            await asked.Withdrawn.CancelAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var asked in _asked.Values)
        {
            await asked.Withdrawn.CancelAsync();
            await asked.Asking;
            asked.Withdrawn.Dispose();
        }
    }

    private async Task AskAsync(ApprovalView approval, CancellationToken cancellationToken)
    {
        try
        {
            var answer = approval.Questions is { Count: > 0 } questions
                ? await AskQuestionsAsync(approval, questions, cancellationToken)
                : await AskPermissionAsync(approval, approval.Options.Select(option => (option.Id, option.Name, Word(option.Kind))), cancellationToken) is { } option
                    ? new AnswerApprovalRequest { ApprovalId = approval.Id, OptionId = option }
                    : null;
            if (answer is not null)
            {
                await command.Client.CallAsync<AnswerApprovalRequest, ApprovalResponse>("answerApproval", answer, cancellationToken);
            }
        }
        catch (Exception unheard) when (unheard is OperationCanceledException or RpcException or IOException or CommandException)
        {
            // Withdrawn, refused by the editor, or somebody was faster: the task's events tell what became of it.
        }
    }

    /// <summary>The option that was chosen; null when none was.</summary>
    private async Task<string?> AskPermissionAsync(
        ApprovalView approval, IEnumerable<(string Id, string Name, string Kind)> options, CancellationToken cancellationToken)
    {
        var call = new JsonObject
        {
            ["toolCallId"] = approval.ToolCallId ?? approval.Id,
            ["title"] = approval.Title,
            ["status"] = "pending",
            ["content"] = new JsonArray(EditorUpdates.DetailOf(approval)),
        };
        if (approval.Kind == ApprovalKind.Plan)
        {
            call["kind"] = "switch_mode";
        }

        var answer = await CallAsync(
            "session/request_permission",
            new()
            {
                ["sessionId"] = approval.TaskId,
                ["toolCall"] = call,
                ["options"] = new JsonArray(
                    [.. options.Select(option => (JsonNode)new JsonObject { ["optionId"] = option.Id, ["name"] = option.Name, ["kind"] = option.Kind })]),
            },
            cancellationToken);
        return answer.Member("outcome") is { } outcome && outcome.Text("outcome") == "selected" ? outcome.Text("optionId") : null;
    }

    /// <summary>By a form where the editor has forms; one question with choices also as a permission. The rest is for other clients.</summary>
    private async Task<AnswerApprovalRequest?> AskQuestionsAsync(
        ApprovalView approval, IReadOnlyList<ApprovalQuestion> questions, CancellationToken cancellationToken)
    {
        if (hasForms)
        {
            var answer = await CallAsync("elicitation/create", EditorForm.Create(approval, questions), cancellationToken);
            return answer.Text("action") == "accept" && answer.Member("content") is { } content
                ? new() { ApprovalId = approval.Id, Answers = EditorForm.Read(content, questions) }
                : null;
        }

        if (questions is not [{ MultiSelect: false, Choices.Count: > 0 } only])
        {
            return null;
        }

        var choices = only.Choices.Select((choice, index) => ($"{index}", choice.Label, "allow_once"));
        return await AskPermissionAsync(approval with { Title = only.Question }, choices, cancellationToken) is { } chosen &&
            int.TryParse(chosen, out var number) && number >= 0 && number < only.Choices.Count
                ? new()
                {
                    ApprovalId = approval.Id,
                    Answers = [new() { QuestionId = only.Id, Values = [only.Choices[number].Label] }],
                }
                : null;
    }

    private Task<JsonElement> CallAsync(string method, JsonObject parameters, CancellationToken cancellationToken) =>
        editor.CallAsync(method, JsonElement.Parse(parameters.ToJsonString()), Timeout.InfiniteTimeSpan, cancellationToken);

    private static string Word(ApprovalOptionKind kind) => kind switch
    {
        ApprovalOptionKind.AllowOnce => "allow_once",
        ApprovalOptionKind.AllowAlways => "allow_always",
        ApprovalOptionKind.RejectOnce => "reject_once",
        ApprovalOptionKind.RejectAlways => "reject_always",
    };

    private sealed class Asked
    {
        public CancellationTokenSource Withdrawn { get; } = new();
        public Task Asking { get; set; } = Task.CompletedTask;
    }
}
