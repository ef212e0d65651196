using System.CommandLine;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Reviews;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Tasks;

/// <summary><c>homeport task …</c>.</summary>
internal static class TaskCommands
{
    private static readonly string[] Kinds =
        [AgentKinds.ClaudeCode, AgentKinds.Codex, AgentKinds.Gemini, AgentKinds.Opencode, AgentKinds.Copilot, AgentKinds.Acp, AgentKinds.Terminal, AgentKinds.Demo];

    private static readonly Option<bool> Wait = new("--wait", "-w") { Description = "Return when the task needs you or has ended." };

    private static readonly Option<int?> Timeout = new("--timeout")
    {
        Description = "With --wait: give up after so many seconds (exit code 5); the task goes on.",
        HelpName = "SECONDS",
    };

    private static readonly Option<string?> Project = new("--project")
    {
        Description = "The project's name or id (default: the repository of the current folder).",
        HelpName = "PROJECT",
    };

    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("task", "Make, run, review and merge tasks.");
        command.Subcommands.Add(CreateCommand(surroundings));
        command.Subcommands.Add(List(surroundings));
        command.Subcommands.Add(Show(surroundings));
        command.Subcommands.Add(Start(surroundings));
        command.Subcommands.Add(Prompt(surroundings));
        command.Subcommands.Add(Approve(surroundings));
        command.Subcommands.Add(WaitCommand(surroundings));
        command.Subcommands.Add(Diff(surroundings));
        command.Subcommands.Add(Merge(surroundings));
        command.Subcommands.Add(Stop(surroundings));
        return command;
    }

    private static Argument<string> Task() => new("TASK")
    {
        Description = $"The task's id, at least four characters of its beginning or end, or '{TaskReference.Last}'.",
    };

    private static WaitForTask.Choices Waits(ParseResult parsed) => new(parsed.GetValue(Wait), parsed.GetValue(Timeout));

    private static Command CreateCommand(Surroundings surroundings)
    {
        var prompt = new Argument<string?>("PROMPT") { Description = "What the agent is to do; '-' or nothing reads it from standard input.", Arity = ArgumentArity.ZeroOrOne };
        var add = new Option<bool>("--add") { Description = "Add the current folder's repository when it is no project yet." };
        var title = new Option<string?>("--title") { Description = "A title (default: made from the prompt).", HelpName = "TEXT" };
        var agent = new Option<string?>("--agent", "-a") { Description = "Which agent runs it (default: the project's).", HelpName = "KIND" };
        agent.CompletionSources.Add(Kinds);
        var line = new Option<string[]>("--agent-command")
        {
            Description = "Of agent 'acp' or 'terminal': the program and its arguments, one each; repeat the flag.",
            HelpName = "WORD",
        };
        var model = new Option<string?>("--model", "-m") { Description = "The agent's model.", HelpName = "NAME" };
        var mode = new Option<string?>("--mode") { Description = "How much it may do without asking.", HelpName = "MODE" }
            .AcceptOnlyFromAmong("plan", "ask", "accept_edits", "accept-edits", "bypass");
        var bypass = new Option<bool>("--confirm-bypass") { Description = "Needed with --mode bypass: you know that nothing will be asked." };
        var isolation = new Option<string?>("--isolation") { Description = "What keeps the agent (default: the project's, else worktree).", HelpName = "KIND" }
            .AcceptOnlyFromAmong("in_place", "in-place", "worktree", "sandbox", "container");
        var offline = new Option<bool>("--no-network") { Description = "Of a sandbox or container: without any network." };
        var from = new Option<string?>("--base", "-b") { Description = "The branch to start from and merge into.", HelpName = "BRANCH" };
        var branch = new Option<string?>("--branch") { Description = "The name of the task's own branch.", HelpName = "NAME" };
        var start = new Option<bool>("--start", "-s") { Description = "Start it at once." };
        var command = new Command("create", "Write a task down and, with --start, run it.")
        {
            prompt, Project, add, title, agent, line, model, mode, bypass, isolation, offline, from, branch, start, Wait, Timeout,
        };
        return command.ForHost(surroundings, (host, parsed, cancellationToken) => new CreateTask(host).RunAsync(
            new CreateTask.Choices
            {
                Prompt = parsed.GetValue(prompt),
                Project = parsed.GetValue(Project),
                Adds = parsed.GetValue(add),
                Title = parsed.GetValue(title),
                Agent = parsed.GetValue(agent),
                AgentCommand = parsed.GetValue(line) ?? [],
                Model = parsed.GetValue(model),
                Mode = parsed.GetValue(mode) is { } word ? Enum.Parse<PermissionMode>(word.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal), ignoreCase: true) : null,
                ConfirmsBypass = parsed.GetValue(bypass),
                Isolation = parsed.GetValue(isolation) is { } kind ? Enum.Parse<Isolation>(kind.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal), ignoreCase: true) : null,
                IsOffline = parsed.GetValue(offline),
                Base = parsed.GetValue(from),
                Branch = parsed.GetValue(branch),
                Starts = parsed.GetValue(start),
                Wait = Waits(parsed),
            },
            cancellationToken));
    }

    private static Command List(Surroundings surroundings)
    {
        var state = new Option<string?>("--state") { Description = "Only these states, with commas between them.", HelpName = "STATES" };
        var query = new Option<string?>("--query", "-q") { Description = "Words that the title or the prompt must contain.", HelpName = "WORDS" };
        var archived = new Option<bool>("--archived") { Description = "The archived ones instead." };
        var limit = new Option<int?>("--limit") { Description = "At most so many, 1 to 200 (default: 50).", HelpName = "NUMBER" };
        var command = new Command("list", "List tasks, newest change first.") { state, Project, query, archived, limit };
        command.Aliases.Add("ls");
        return command.ForHost(surroundings, (host, parsed, cancellationToken) => new ReadTasks(host).ListAsync(
            new ListUnitTasksRequest
            {
                Status = parsed.GetValue(state),
                Query = parsed.GetValue(query),
                Archived = parsed.GetValue(archived) ? true : null,
                Limit = parsed.GetValue(limit),
            },
            parsed.GetValue(Project), cancellationToken));
    }

    private static Command Show(Surroundings surroundings)
    {
        var task = Task();
        return new Command("show", "Show a task and what it asks.") { task }.ForHost(
            surroundings, (host, parsed, cancellationToken) => new ReadTasks(host).ShowAsync(parsed.GetRequiredValue(task), cancellationToken));
    }

    private static Command Start(Surroundings surroundings)
    {
        var task = Task();
        return new Command("start", "Start a task; continue an interrupted one, or try a failed one again.") { task, Wait, Timeout }.ForHost(
            surroundings,
            (host, parsed, cancellationToken) => new RunTask(host).StartAsync(parsed.GetRequiredValue(task), Waits(parsed), cancellationToken));
    }

    private static Command Prompt(Surroundings surroundings)
    {
        var task = Task();
        var text = new Argument<string?>("PROMPT") { Description = "What to say; '-' or nothing reads it from standard input.", Arity = ArgumentArity.ZeroOrOne };
        return new Command("prompt", "Say something to a task's agent; queued while it is busy.") { task, text, Wait, Timeout }.ForHost(
            surroundings,
            (host, parsed, cancellationToken) => new RunTask(host).PromptAsync(
                parsed.GetRequiredValue(task), parsed.GetValue(text), Waits(parsed), cancellationToken));
    }

    private static Command Approve(Surroundings surroundings)
    {
        var task = Task();
        var option = new Option<string?>("--option", "-o") { Description = "Answer with this option: its id or kind, as listed.", HelpName = "OPTION" };
        var allow = new Option<bool>("--allow", "-y") { Description = "Allow it this once." };
        var always = new Option<bool>("--always") { Description = "Allow it, and do not ask again for the like." };
        var deny = new Option<bool>("--deny", "-n") { Description = "Refuse it." };
        var reason = new Option<string?>("--reason") { Description = "Tell the agent why.", HelpName = "TEXT" };
        var answer = new Option<string[]>("--answer") { Description = "Answer a question; repeat it for each question.", HelpName = "TEXT" };
        var approval = new Option<string?>("--approval") { Description = "Which one, when several are pending (default: the oldest).", HelpName = "ID" };
        var command = new Command("approve", "Show what a task's agent asks, or answer it.")
        {
            task, option, allow, always, deny, reason, answer, approval, Wait, Timeout,
        };
        command.Validators.Add(result =>
        {
            var given = new[] { result.GetResult(option), result.GetResult(allow), result.GetResult(always), result.GetResult(deny), result.GetResult(answer) }
                .Count(found => found is { Implicit: false });
            if (given > 1)
            {
                result.AddError("Give only one of --option, --allow, --always, --deny and --answer.");
            }
        });
        return command.ForHost(surroundings, (host, parsed, cancellationToken) => new AnswerApproval(host).RunAsync(
            parsed.GetRequiredValue(task),
            new AnswerApproval.Choices
            {
                Option = parsed.GetValue(option),
                Allows = parsed.GetValue(allow),
                AllowsAlways = parsed.GetValue(always),
                Denies = parsed.GetValue(deny),
                Reason = parsed.GetValue(reason),
                Answers = parsed.GetValue(answer) ?? [],
                Approval = parsed.GetValue(approval),
                Wait = Waits(parsed),
            },
            cancellationToken));
    }

    private static Command WaitCommand(Surroundings surroundings)
    {
        var task = Task();
        return new Command("wait", "Wait until a task needs you or has ended.") { task, Timeout }.ForHost(
            surroundings,
            (host, parsed, cancellationToken) => new RunTask(host).WaitAsync(parsed.GetRequiredValue(task), parsed.GetValue(Timeout), cancellationToken));
    }

    private static Command Diff(Surroundings surroundings)
    {
        var task = Task();
        var path = new Argument<string?>("PATH") { Description = "Only this file.", Arity = ArgumentArity.ZeroOrOne };
        var scope = new Option<string>("--scope") { Description = "All changes since the base, or only what is not committed.", DefaultValueFactory = _ => "all" }
            .AcceptOnlyFromAmong("all", "working");
        var stat = new Option<bool>("--stat") { Description = "Only the files and how many lines changed." };
        var context = new Option<int?>("--context", "-U") { Description = "Lines around a change (default: 3).", HelpName = "NUMBER" };
        return new Command("diff", "Show what a task changed as a unified diff.") { task, path, scope, stat, context }.ForHost(
            surroundings,
            (host, parsed, cancellationToken) => new ShowDiff(host).RunAsync(
                parsed.GetRequiredValue(task),
                new ShowDiff.Choices(
                    parsed.GetValue(scope) == "working" ? DiffScope.Working : DiffScope.All, parsed.GetValue(path), parsed.GetValue(stat), parsed.GetValue(context)),
                cancellationToken));
    }

    private static Command Merge(Surroundings surroundings)
    {
        var task = Task();
        var strategy = new Option<string>("--strategy") { Description = "How its branch is brought in.", DefaultValueFactory = _ => "merge" }
            .AcceptOnlyFromAmong("merge", "squash", "rebase");
        var target = new Option<string?>("--target") { Description = "Into this branch (default: the one it started from).", HelpName = "BRANCH" };
        var message = new Option<string?>("--message") { Description = "The commit message.", HelpName = "TEXT" };
        return new Command("merge", "Commit what is left and merge a task's branch.") { task, strategy, target, message }.ForHost(
            surroundings,
            (host, parsed, cancellationToken) => new MergeTask(host).RunAsync(
                parsed.GetRequiredValue(task), Enum.Parse<MergeStrategy>(parsed.GetRequiredValue(strategy), ignoreCase: true),
                parsed.GetValue(target), parsed.GetValue(message), cancellationToken));
    }

    private static Command Stop(Surroundings surroundings)
    {
        var task = Task();
        return new Command("stop", "Stop a task's agent. Its work is kept.") { task }.ForHost(
            surroundings, (host, parsed, cancellationToken) => new RunTask(host).StopAsync(parsed.GetRequiredValue(task), cancellationToken));
    }
}
