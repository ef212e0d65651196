using System.Text.Json;
using Homeport.Cli.Output;
using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;

namespace Homeport.Cli.Approvals;

/// <summary><c>homeport approvals list</c>: what agents ask, each with the exact command, difference or plan.</summary>
internal sealed class ListApprovals(HostCommand command)
{
    private const int Most = 200;

    public async Task<int> RunAsync(string? task, bool all, CancellationToken cancellationToken)
    {
        var request = new ListApprovalsRequest
        {
            TaskId = task is null ? null : await command.Client.ResolveAsync(task, cancellationToken),
            State = all ? null : ApprovalState.Pending,
            Limit = Most,
        };
        var result = await command.Client.CallAsync(
            "listApprovals", JsonSerializer.SerializeToElement(request, ProtocolJson.Default.ListApprovalsRequest), cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(result);
            return ExitCodes.Ok;
        }

        var found = result.GetProperty("approvals").EnumerateArray().Select(item => item.Deserialize(ProtocolJson.Default.ApprovalView)!).ToArray();
        if (found.Length == 0)
        {
            command.Printer.Line("No agent asks anything.");
        }

        foreach (var (index, approval) in found.Index())
        {
            if (index > 0)
            {
                command.Printer.Line();
            }

            Print(approval);
        }

        return ExitCodes.Ok;
    }

    private void Print(ApprovalView approval)
    {
        command.Printer.Line($"{approval.Id}, task {TaskReference.Short(approval.TaskId)}, {TaskWords.Age(approval.CreatedAt, command.Surroundings.Time)}");
        if (approval.State == ApprovalState.Pending)
        {
            command.PrintApproval(approval);
            foreach (var proposal in (approval.Proposals ?? []).Take(1))
            {
                command.Printer.Line($"  To keep it: homeport approvals answer {TaskReference.Short(approval.Id)} --always {Terminal.Harmless(RuleWords.Flag(proposal))} --scope project");
            }

            return;
        }

        command.Printer.Line($"{TaskWords.Word(approval.Kind.ToString())}: {Terminal.Harmless(approval.Title)}");
        command.Printer.Line($"  {Outcome(approval)}");
    }

    private static string Outcome(ApprovalView approval)
    {
        var decision = approval.Decision;
        var what = approval.State == ApprovalState.Cancelled ? "withdrawn" : decision?.OptionId ?? "answered";
        var by = decision?.By == "rule" ? $"rule “{Terminal.Harmless(decision.RuleName ?? "")}”" : Terminal.Harmless(decision?.By ?? "somebody");
        return $"{Terminal.Harmless(what)} by {by}{(decision?.Reason is { Length: > 0 } reason ? $": {Terminal.Harmless(reason)}" : "")}";
    }
}
