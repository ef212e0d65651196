using System.Text.Json;
using Homeport.Cli.Output;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;

namespace Homeport.Cli.Tasks;

/// <summary><c>homeport task approve</c>: shows what an agent asks, or answers it.</summary>
internal sealed class AnswerApproval(HostCommand command)
{
    /// <summary>What the flags say. At most one of option, allow, always and deny; answers are for questions.</summary>
    public sealed record Choices
    {
        public string? Approval { get; init; }
        public string? Option { get; init; }
        public bool Allows { get; init; }
        public bool AllowsAlways { get; init; }
        public bool Denies { get; init; }
        public string? Reason { get; init; }
        public IReadOnlyList<string> Answers { get; init; } = [];
        public WaitForTask.Choices Wait { get; init; } = new();

        /// <summary>Allows it and keeps a rule; the proposed one when it names none.</summary>
        public KeptRule? Keeps { get; init; }

        /// <summary>The plan to go by instead.</summary>
        public string? Plan { get; init; }

        public bool IsAnswer => Option is not null || Allows || AllowsAlways || Denies || Answers.Count > 0;
    }

    /// <summary>The rule that goes with a yes.</summary>
    public sealed record KeptRule(RuleDraft? Draft, RuleScope Scope, bool IsForAnyAgent);

    public async Task<int> RunAsync(string reference, Choices choices, CancellationToken cancellationToken)
    {
        var id = await command.Client.ResolveAsync(reference, cancellationToken);
        var request = JsonSerializer.SerializeToElement(
            new ListApprovalsRequest { TaskId = id, State = ApprovalState.Pending }, ProtocolJson.Default.ListApprovalsRequest);
        var result = await command.Client.CallAsync("listApprovals", request, cancellationToken);
        if (!choices.IsAnswer)
        {
            return List(result);
        }

        var pending = Read(result);
        var approval = choices.Approval is { } named
            ? pending.FirstOrDefault(candidate => candidate.Id == named || candidate.Id.EndsWith(named, StringComparison.Ordinal))
            : pending.FirstOrDefault();
        return approval is null
            ? throw new CommandException(
                ExitCodes.Failed, ErrorCodes.NotFound,
                choices.Approval is null ? "The agent asks nothing at the moment. See 'homeport task show'." : $"No pending approval of this task is called '{choices.Approval}'.")
            : await AnswerAsync(approval, choices, cancellationToken);
    }

    private static ApprovalView[] Read(JsonElement result) =>
        [.. result.GetProperty("approvals").EnumerateArray().Select(item => item.Deserialize(ProtocolJson.Default.ApprovalView)!)];

    private int List(JsonElement result)
    {
        if (command.Printer.IsJson)
        {
            command.Printer.Json(result);
            return ExitCodes.Ok;
        }

        var pending = Read(result);
        if (pending.Length == 0)
        {
            command.Printer.Line("The agent asks nothing.");
        }

        for (var index = 0; index < pending.Length; index++)
        {
            if (index > 0)
            {
                command.Printer.Line();
            }

            command.PrintApproval(pending[index]);
        }

        return ExitCodes.Ok;
    }

    public async Task<int> AnswerAsync(ApprovalView approval, Choices choices, CancellationToken cancellationToken)
    {
        var answer = new AnswerApprovalRequest
        {
            ApprovalId = approval.Id,
            OptionId = choices.Answers.Count > 0 ? null : Choose(approval, choices),
            Answers = choices.Answers.Count > 0 ? Match(approval, choices.Answers) : null,
            Reason = choices.Reason,
            Plan = choices.Plan,
            DetailDigest = approval.DetailDigest,
            Keep = choices.Keeps is { } keeps ? RuleToKeep(approval, keeps) : null,
        };
        var result = await command.Client.CallAsync(
            "answerApproval", JsonSerializer.SerializeToElement(answer, ProtocolJson.Default.AnswerApprovalRequest), cancellationToken);
        if (choices.Wait.Waits)
        {
            var waited = await new WaitForTask(command).RunAsync(approval.TaskId, choices.Wait.Seconds, cancellationToken);
            return await command.FinishAsync(waited, new WaitForTask.Choices(), cancellationToken);
        }

        if (command.Printer.IsJson)
        {
            command.Printer.Json(result);
            return ExitCodes.Ok;
        }

        command.Printer.Line($"Answered: {Terminal.Harmless(approval.Title)}");
        if (result.Deserialize(ProtocolJson.Default.ApprovalResponse)!.KeptRule is { } rule)
        {
            command.Printer.Line($"Kept: {Terminal.Harmless(rule.Name)} ({TaskWords.Word(rule.Scope.ToString())})");
        }

        return ExitCodes.Ok;
    }

    /// <summary>By id, by kind (<c>allow_once</c>…), or by what --allow, --always and --deny stand for.</summary>
    private static string Choose(ApprovalView approval, Choices choices)
    {
        var (wanted, said) = choices switch
        {
            { Option: { } option } => ((ApprovalOptionKind[])[], $"'{option}'"),
            { Allows: true } or { Keeps: not null } => ([ApprovalOptionKind.AllowOnce, ApprovalOptionKind.AllowAlways], "--allow"),
            { AllowsAlways: true } => ([ApprovalOptionKind.AllowAlways], "--always"),
            _ => ([ApprovalOptionKind.RejectOnce, ApprovalOptionKind.RejectAlways], "--deny"),
        };
        var found = choices.Option is { } given
            ? approval.Options.FirstOrDefault(option => option.Id == given) ?? approval.Options.FirstOrDefault(option => TaskWords.Word(option.Kind.ToString()) == given)
            : wanted.Select(kind => approval.Options.FirstOrDefault(option => option.Kind == kind)).FirstOrDefault(option => option is not null);
        return found?.Id ?? throw CommandException.Usage(
            $"This {TaskWords.Word(approval.Kind.ToString())} has no option for {said}. It has: {string.Join(", ", approval.Options.Select(option => option.Id))}." +
            (approval.Questions is { Count: > 0 } ? " Answer its questions with --answer." : ""));
    }

    private static KeepRule RuleToKeep(ApprovalView approval, KeptRule keeps)
    {
        var draft = keeps.Draft ?? (approval.Proposals is [var proposed, ..] ? proposed : null) ??
            throw CommandException.Usage("Nothing is proposed to be kept of this. Say what: --prefix, --exact, --folder or --tool.");
        return new KeepRule
        {
            Scope = keeps.Scope,
            ToolName = draft.ToolName,
            PatternKind = draft.PatternKind,
            Pattern = draft.Pattern,
            AnyAgent = keeps.IsForAnyAgent ? true : null,
        };
    }

    private static QuestionAnswer[] Match(ApprovalView approval, IReadOnlyList<string> answers)
    {
        var questions = approval.Questions ?? [];
        return answers.Count == questions.Count
            ? [.. questions.Zip(answers, (question, answer) => new QuestionAnswer { QuestionId = question.Id, Values = Values(question, answer) })]
            : throw CommandException.Usage($"{questions.Count} questions are asked and {answers.Count} answers given. Repeat --answer once for each question, in order.");
    }

    /// <summary>Of a question where several may be chosen, commas separate them; where the text is a label, it is one.</summary>
    private static string[] Values(ApprovalQuestion question, string answer) =>
        question.MultiSelect && question.Choices.All(choice => choice.Label != answer)
            ? answer.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [answer];
}
