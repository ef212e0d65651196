using System.Globalization;
using Homeport.Cli.Output;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Tasks;

/// <summary>Tasks in words for a person.</summary>
internal static class TaskWords
{
    /// <summary>The state as JSON writes it, with the reason of a wait: <c>waiting: permission</c>.</summary>
    public static string State(UnitTaskView task) =>
        task.WaitingReason is { } reason ? $"{Word(task.State.ToString())}: {Word(reason.ToString())}" : Word(task.State.ToString());

    public static string Word(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    public static string Changes(UnitTaskView task) => task.Changes is { Files: > 0 } changes
        ? Changes(changes)
        : "";

    public static string Changes(DiffStat changes) => string.Create(
        CultureInfo.InvariantCulture, $"{changes.Files} {(changes.Files == 1 ? "file" : "files")} +{changes.Added} −{changes.Removed}");

    public static string Age(DateTimeOffset then, TimeProvider time) => (time.GetUtcNow() - then) switch
    {
        { TotalSeconds: < 90 } age => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, age.TotalSeconds):0} s"),
        { TotalMinutes: < 90 } age => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min"),
        { TotalHours: < 36 } age => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0} h"),
        var age => string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0} d"),
    };

    /// <summary>What the person can type next, as a line; null when nothing is asked of them.</summary>
    public static string? Next(UnitTaskView task)
    {
        var id = TaskReference.Short(task.Id);
        return task.State switch
        {
            TaskState.Draft => $"homeport task start {id}",
            TaskState.Waiting when task.WaitingReason == WaitingReason.Budget => $"homeport usage budget {id} DOLLARS, then: homeport task start {id}",
            TaskState.Waiting when task.WaitingReason is not (WaitingReason.Limit or WaitingReason.Overloaded) => $"homeport task approve {id}",
            TaskState.Interrupted or TaskState.Failed or TaskState.Cancelled => $"homeport task start {id}",
            TaskState.InReview => $"homeport task diff {id}, then: homeport task merge {id}",
            TaskState.Approved => $"homeport task merge {id}",
            TaskState.Queued or TaskState.Running => $"homeport logs -f {id}",
            TaskState.Waiting or TaskState.Blocked or TaskState.PrOpen or TaskState.Done or TaskState.Rejected => null,
        };
    }

    /// <summary>One line and what to do next.</summary>
    public static void PrintTask(this HostCommand command, UnitTaskView task)
    {
        if (command.Printer.IsRich)
        {
            command.Printer.Line($"{TaskReference.Short(task.Id)}  {Terminal.Harmless(task.Title)}  ({State(task)})");
            PrintFailure(command, task);
            if (Next(task) is { } next)
            {
                command.Printer.Line($"Next: {next}");
            }

            return;
        }

        command.Printer.Line($"{task.Id}\t{State(task)}\t{Terminal.Harmless(task.Title).ReplaceLineEndings(" ")}");
    }

    public static void PrintFailure(this HostCommand command, UnitTaskView task)
    {
        if (task.Failure is { } failure)
        {
            command.Printer.Line($"{Terminal.Harmless(failure.Message)}{(failure.Next is { } next ? $" {Terminal.Harmless(next)}" : "")}");
        }
    }

    /// <summary>What an agent asks, with its options, ready to be answered.</summary>
    public static void PrintApproval(this HostCommand command, ApprovalView approval)
    {
        var printer = command.Printer;
        printer.Line($"{Word(approval.Kind.ToString())}: {Terminal.Harmless(approval.Title)}");
        foreach (var line in Terminal.Harmless(approval.Detail).Split('\n').Where(_ => approval.Detail != approval.Title))
        {
            printer.Line($"    {line}");
        }

        if (approval.Reason is { } reason)
        {
            printer.Line($"  Why: {Terminal.Harmless(reason)}");
        }

        foreach (var question in approval.Questions ?? [])
        {
            printer.Line($"  {Terminal.Harmless(question.Question)}{(question.MultiSelect ? " (several may be chosen)" : "")}");
            foreach (var choice in question.Choices)
            {
                printer.Line($"    - {Terminal.Harmless(choice.Label)}{(choice.Description is { } text ? $": {Terminal.Harmless(text)}" : "")}");
            }
        }

        var id = TaskReference.Short(approval.TaskId);
        foreach (var option in approval.Options)
        {
            printer.Line($"  {Terminal.Harmless(option.Name)}: homeport task approve {id} --option {option.Id}");
        }

        if (approval.Questions is { Count: > 0 })
        {
            printer.Line($"  Answer: homeport task approve {id} --answer \"…\" (once for each question)");
        }
    }
}
