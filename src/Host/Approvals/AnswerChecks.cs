using System.Globalization;
using Homeport.Domain;
using Homeport.Protocol.Approvals;

namespace Homeport.Host.Approvals;

/// <summary>Compares an answer with what was asked.</summary>
internal static class AnswerChecks
{
    private const int LongestReason = 10_000;
    private const int LongestPlan = 200_000;
    private const int MostValues = 50;

    /// <summary>Why it cannot be answered any more, or was meant for something else; null when it can.</summary>
    public static Problem? Standing(ApprovalView approval, AnswerApprovalRequest request)
    {
        if (approval.State != ApprovalState.Pending)
        {
            return Settled(approval);
        }

        return request.DetailDigest is { } digest && digest != approval.DetailDigest
            ? new Problem(ProblemCode.Conflict, "What you saw is not what the agent asks now. Look at it again, then answer.")
            : null;
    }

    public static List<FieldError> Check(ApprovalView approval, AnswerApprovalRequest request)
    {
        var errors = new List<FieldError>();
        if (request.Reason?.Length > LongestReason)
        {
            errors.Add(new FieldError("reason", $"A reason has at most {LongestReason:N0} characters."));
        }

        if (approval.Kind == ApprovalKind.Question)
        {
            CheckAnswers(approval, request, errors);
            return errors;
        }

        var option = approval.Options.FirstOrDefault(option => option.Id == request.OptionId);
        if (option is null)
        {
            errors.Add(new FieldError(
                "optionId", $"Choose one of {string.Join(", ", approval.Options.Select(option => option.Id))}."));
        }

        if (request.Keep is not null && approval.Kind != ApprovalKind.Permission)
        {
            errors.Add(new FieldError("keep", "Only the answer to a permission can be kept."));
        }

        if (request.Plan is { } plan && (approval.TakesPlan != true || option is null || IsRefusal(option.Kind)))
        {
            errors.Add(new FieldError("plan", "A changed plan goes with the approval of a plan, to an agent that takes one."));
        }
        else if (request.Plan is { } text && (string.IsNullOrWhiteSpace(text) || text.Length > LongestPlan))
        {
            errors.Add(new FieldError("plan", $"A plan has 1 to {LongestPlan:N0} characters."));
        }

        return errors;
    }

    public static bool IsRefusal(ApprovalOptionKind kind) => kind is ApprovalOptionKind.RejectOnce or ApprovalOptionKind.RejectAlways;

    private static void CheckAnswers(ApprovalView approval, AnswerApprovalRequest request, List<FieldError> errors)
    {
        foreach (var question in approval.Questions ?? [])
        {
            var answer = request.Answers?.FirstOrDefault(answer => answer.QuestionId == question.Id);
            if (answer is not { Values.Count: > 0 } || (!question.MultiSelect && answer.Values.Count > 1))
            {
                errors.Add(new FieldError(
                    "answers", $"Answer question {question.Id} with {(question.MultiSelect ? "at least one value" : "exactly one value")}."));
            }
            else if (answer.Values.Count > MostValues || answer.Values.Sum(value => value.Length) > LongestReason)
            {
                errors.Add(new FieldError("answers", $"The answer to question {question.Id} is too long."));
            }
        }
    }

    /// <summary>Says who was faster, with what and when.</summary>
    private static Problem Settled(ApprovalView approval)
    {
        var (by, decision) = (approval.Decision?.By ?? "somebody", approval.Decision);
        var at = approval.DecidedAt is { } time ? time.ToString("HH:mm:ss 'UTC on' yyyy-MM-dd", CultureInfo.InvariantCulture) : "a moment ago";
        var message =
            approval.State == ApprovalState.Cancelled ? "The agent does not ask this any more."
            : by == "rule" ? $"The rule “{decision?.RuleName}” {Verb(approval)} this at {at}."
            : $"{by} {Verb(approval)} this at {at}.";
        var facts = new Dictionary<string, string[]>
        {
            ["state"] = [approval.State == ApprovalState.Cancelled ? "cancelled" : "resolved"],
            ["by"] = [by],
        };
        if (approval.DecidedAt is { } decidedAt)
        {
            facts["at"] = [decidedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)];
        }

        if (decision?.OptionId is { } option)
        {
            facts["option"] = [option];
        }

        return new Problem(ProblemCode.Conflict, message) { Facts = facts };
    }

    private static string Verb(ApprovalView approval) => (approval.Kind, approval.Decision?.OptionKind) switch
    {
        (ApprovalKind.Plan, { } kind) when IsRefusal(kind) => "sent back",
        (ApprovalKind.Plan, _) => "approved",
        (_, { } kind) when IsRefusal(kind) => "denied",
        (_, ApprovalOptionKind.AllowAlways) => "always allowed",
        (_, ApprovalOptionKind.AllowOnce) => "allowed",
        _ => "answered",
    };
}
