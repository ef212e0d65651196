using System.CommandLine;

namespace Homeport.Cli.Trust;

/// <summary><c>homeport trust …</c>.</summary>
internal static class TrustCommands
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("trust", "What repositories may make agents, scripts and git run: look at it, trust it, take trust back.");
        var project = new Option<string?>("--project", "-p") { Description = "A project's name or id (default: that of the current folder).", HelpName = "PROJECT" };
        var everywhere = new Option<bool>("--all") { Description = "Of all projects." };
        command.Subcommands.Add(new Command("list", "List what tasks wait for, and what is trusted.") { project, everywhere }.ForHost(
            surroundings, (host, parsed, token) => new ReadTrust(host).ListAsync(parsed.GetValue(project), parsed.GetValue(everywhere), token)));

        var shown = Task("The task that waits: its id, the end of it, or 'last'.");
        command.Subcommands.Add(new Command("show", "Show the files that a task waits for, with the difference to what was trusted.") { shown }.ForHost(
            surroundings, (host, parsed, token) => new ReadTrust(host).ShowAsync(parsed.GetRequiredValue(shown), token)));

        var accepted = Task("The task that waits: its id, the end of it, or 'last'.");
        command.Subcommands.Add(new Command("accept", "Trust exactly the files that 'show' shows. The tasks that waited for them start.") { accepted }.ForHost(
            surroundings, (host, parsed, token) => new ChangeTrust(host).AcceptAsync(parsed.GetRequiredValue(accepted), token)));

        var path = new Argument<string?>("PATH") { Description = "Only what was trusted at this path, or below this folder.", Arity = ArgumentArity.ZeroOrOne };
        command.Subcommands.Add(new Command("revoke", "Trust a project's files no more: the next turn asks again.") { path, project }.ForHost(
            surroundings, (host, parsed, token) => new ChangeTrust(host).RevokeAsync(parsed.GetValue(project), parsed.GetValue(path), token)));
        return command;
    }

    private static Argument<string> Task(string description) => new("TASK") { Description = description };
}
