using System.CommandLine;

namespace Homeport.Cli.Usage;

/// <summary><c>homeport usage …</c>.</summary>
internal static class UsageCommands
{
    private static readonly string[] Groupings = ["day", "agent", "model", "project", "task"];

    public static Command Create(Surroundings surroundings)
    {
        var by = new Option<string>("--by") { Description = $"{string.Join(", ", Groupings)} (default: day).", HelpName = "WHAT", DefaultValueFactory = _ => "day" };
        by.AcceptOnlyFromAmong(Groupings);
        var from = new Option<string?>("--from") { Description = "The first day, such as 2026-11-01 (UTC; default: 30 days ago).", HelpName = "DAY" };
        var to = new Option<string?>("--to") { Description = "The last day (default: today).", HelpName = "DAY" };
        var command = new Command("usage", "What the agents used and cost.") { by, from, to }.ForHost(
            surroundings, (host, parsed, token) => new ShowUsage(host).RunAsync(
                parsed.GetRequiredValue(by), parsed.GetValue(from), parsed.GetValue(to), token));
        command.Subcommands.Add(Budget(surroundings));
        return command;
    }

    private static Command Budget(Surroundings surroundings)
    {
        var task = new Argument<string>("task") { Description = "Its id, the end of it, or 'last'." };
        var limit = new Argument<string?>("dollars")
        {
            Description = "What the task may cost in all; 'none' lifts its own limit. Left out, the budget is shown.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return new Command("budget", "Show or set what a task may cost.") { task, limit }.ForHost(
            surroundings, (host, parsed, token) => new TaskBudget(host).RunAsync(parsed.GetRequiredValue(task), parsed.GetValue(limit), token));
    }
}
