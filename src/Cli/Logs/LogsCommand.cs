using System.CommandLine;
using Homeport.Cli.Tasks;

namespace Homeport.Cli.Logs;

/// <summary><c>homeport logs</c>.</summary>
internal static class LogsCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var task = new Argument<string>("TASK")
        {
            Description = $"The task's id, at least four characters of its beginning or end, or '{TaskReference.Last}'.",
        };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on as the agent goes on, until the task rests or you press Ctrl-C." };
        var command = new Command("logs", "Show what a task's agent said and did; with --json one event per line.") { task, follow };
        return command.ForHost(surroundings, (host, parsed, cancellationToken) => new ShowLogs(host).RunAsync(
            parsed.GetRequiredValue(task), parsed.GetValue(follow), cancellationToken));
    }
}
