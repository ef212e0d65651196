using System.CommandLine;
using Homeport.Protocol.Import;

namespace Homeport.Cli.Import;

/// <summary><c>homeport import …</c>.</summary>
internal static class ImportCommands
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("import", "Sessions that Claude Code, Codex and opencode keep themselves: find one, read it, go on with it as a task.");
        command.Subcommands.Add(List(surroundings));

        var shown = Session();
        command.Subcommands.Add(new Command("show", "Show what was said and done in a session.") { shown }.ForHost(
            surroundings, (host, parsed, token) => new ShowPastSession(host).RunAsync(parsed.GetRequiredValue(shown), token)));
        command.Subcommands.Add(Resume(surroundings));
        command.Subcommands.Add(new Command("refresh", "Look at the agents' stores anew. Nothing is ever written to them.").ForHost(
            surroundings, (host, _, token) => new ListPastSessions(host).RefreshAsync(token)));
        return command;
    }

    private static Command List(Surroundings surroundings)
    {
        var words = new Argument<string[]>("WORDS") { Description = "Words that must all be in the title, the folder or what was said.", Arity = ArgumentArity.ZeroOrMore };
        var agent = new Option<string?>("--agent") { Description = "Only those of one agent: claude_code, codex or opencode.", HelpName = "KIND" };
        var folder = new Option<string?>("--folder") { Description = "Only those of this folder and what lies below it.", HelpName = "FOLDER" };
        var all = new Option<bool>("--all") { Description = "Also those that came about in tasks of Homeport." };
        var limit = new Option<int?>("--limit") { Description = "How many, at most 200 (default: 50).", HelpName = "COUNT" };
        return new Command("list", "List and search sessions, newest first.") { words, agent, folder, all, limit }.ForHost(
            surroundings, (host, parsed, token) => new ListPastSessions(host).RunAsync(
                new ListPastSessionsRequest
                {
                    Query = parsed.GetValue(words) is { Length: > 0 } given ? string.Join(' ', given) : null,
                    AgentType = parsed.GetValue(agent),
                    Folder = parsed.GetValue(folder) is { } named ? Path.GetFullPath(named, surroundings.CurrentFolder) : null,
                    All = parsed.GetValue(all) ? true : null,
                    Limit = parsed.GetValue(limit),
                },
                token));
    }

    private static Command Resume(Surroundings surroundings)
    {
        var session = Session();
        var prompt = new Argument<string?>("PROMPT") { Description = "What to do next. Without it the task is a draft.", Arity = ArgumentArity.ZeroOrOne };
        var project = new Option<string?>("--project", "-p") { Description = "A project's name or id (default: the one that holds the session's folder).", HelpName = "PROJECT" };
        var worktree = new Option<bool>("--worktree") { Description = "Work in a worktree of its own, not in the checkout where the session worked." };
        return new Command("resume", "Make a task that goes on with a session. Done again, it shows the task that exists.") { session, prompt, project, worktree }.ForHost(
            surroundings, (host, parsed, token) => new ContinuePastSession(host).RunAsync(
                parsed.GetRequiredValue(session), parsed.GetValue(prompt), parsed.GetValue(project), parsed.GetValue(worktree), token));
    }

    private static Argument<string> Session() => new("SESSION") { Description = "Its id as 'import list' shows it, or 'last'." };
}
