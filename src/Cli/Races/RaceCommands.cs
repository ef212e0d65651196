using System.CommandLine;

namespace Homeport.Cli.Races;

/// <summary><c>homeport race …</c>.</summary>
internal static class RaceCommands
{
    private static readonly Option<string?> Project = new("--project")
    {
        Description = "The project's name or id (default: the repository of the current folder).",
        HelpName = "PROJECT",
    };

    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("race", "Give one prompt to several agents, compare them, keep one.");
        command.Subcommands.Add(Start(surroundings));
        command.Subcommands.Add(List(surroundings));
        command.Subcommands.Add(Show(surroundings));
        command.Subcommands.Add(Verify(surroundings));
        command.Subcommands.Add(Keep(surroundings));
        command.Subcommands.Add(CallOff(surroundings));
        return command;
    }

    private static Argument<string> Race() => new("RACE") { Description = "The race's id, at least four characters of its beginning or end, or 'last'." };

    private static Command Start(Surroundings surroundings)
    {
        var prompt = new Argument<string?>("PROMPT") { Description = "What each agent is to do; '-' or nothing reads it from standard input.", Arity = ArgumentArity.ZeroOrOne };
        var runner = new Option<string[]>("--runner", "-r")
        {
            Description = "Who runs, 2 to 8 times: AGENT[:MODEL][,mode=MODE][,isolation=KIND].",
            HelpName = "RUNNER",
        };
        var add = new Option<bool>("--add") { Description = "Add the current folder's repository when it is no project yet." };
        var title = new Option<string?>("--title") { Description = "A title (default: made from the prompt).", HelpName = "TEXT" };
        var from = new Option<string?>("--base", "-b") { Description = "The branch from whose commit all of them start.", HelpName = "BRANCH" };
        var verify = new Option<string?>("--verify") { Description = "Judge each worktree by this command (default: the project's).", HelpName = "COMMAND" };
        var unverified = new Option<bool>("--no-verify") { Description = "Judge none." };
        var timeout = new Option<int?>("--verify-timeout") { Description = "How long that may take (default: the project's, else 600).", HelpName = "SECONDS" };
        var bypass = new Option<bool>("--confirm-bypass") { Description = "Needed with mode=bypass outside of a sandbox: you know that nothing will be asked." };
        return new Command("start", "Start a race.") { prompt, runner, Project, add, title, from, verify, unverified, timeout, bypass }.ForHost(
            surroundings, (host, parsed, cancellationToken) => new StartRace(host).RunAsync(
                new StartRace.Choices
                {
                    Prompt = parsed.GetValue(prompt),
                    Runners = parsed.GetValue(runner) ?? [],
                    Project = parsed.GetValue(Project),
                    Adds = parsed.GetValue(add),
                    Title = parsed.GetValue(title),
                    Base = parsed.GetValue(from),
                    Verify = parsed.GetValue(verify),
                    IsUnverified = parsed.GetValue(unverified),
                    Timeout = parsed.GetValue(timeout),
                    ConfirmsBypass = parsed.GetValue(bypass),
                },
                cancellationToken));
    }

    private static Command List(Surroundings surroundings)
    {
        var open = new Option<bool>("--open") { Description = "Only those in which nothing is decided." };
        var command = new Command("list", "List races, newest first.") { open, Project };
        command.Aliases.Add("ls");
        return command.ForHost(
            surroundings, (host, parsed, cancellationToken) => new ShowRace(host).ListAsync(parsed.GetValue(Project), parsed.GetValue(open), cancellationToken));
    }

    private static Command Show(Surroundings surroundings)
    {
        var race = Race();
        return new Command("show", "Show the runners of a race side by side.") { race }.ForHost(
            surroundings, (host, parsed, cancellationToken) => new ShowRace(host).ShowAsync(parsed.GetRequiredValue(race), cancellationToken));
    }

    private static Command Verify(Surroundings surroundings)
    {
        var race = Race();
        var runner = Runner(ArgumentArity.ZeroOrOne);
        var line = new Option<string?>("--command") { Description = "Verify with this from now on.", HelpName = "COMMAND" };
        var timeout = new Option<int?>("--timeout") { Description = "How long it may take from now on, 10 to 3600.", HelpName = "SECONDS" };
        var stop = new Option<bool>("--stop") { Description = "Stop what runs instead." };
        return new Command("verify", "Verify the runners that are at rest again.") { race, runner, line, timeout, stop }.ForHost(
            surroundings, (host, parsed, cancellationToken) => new ChangeRace(host).VerifyAsync(
                parsed.GetRequiredValue(race), parsed.GetValue(runner), parsed.GetValue(line), parsed.GetValue(timeout), parsed.GetValue(stop), cancellationToken));
    }

    private static Command Keep(Surroundings surroundings)
    {
        var race = Race();
        var runner = Runner(ArgumentArity.ExactlyOne);
        return new Command("keep", "Keep one runner as a task; the others go to the trash.") { race, runner }.ForHost(
            surroundings,
            (host, parsed, cancellationToken) => new ChangeRace(host).KeepAsync(parsed.GetRequiredValue(race), parsed.GetRequiredValue(runner)!, cancellationToken));
    }

    private static Command CallOff(Surroundings surroundings)
    {
        var race = Race();
        var untie = new Option<bool>("--untie") { Description = "Leave the tasks as ordinary ones instead of putting them into the trash." };
        return new Command("off", "Call a race off: all its tasks go to the trash.") { race, untie }.ForHost(
            surroundings,
            (host, parsed, cancellationToken) => new ChangeRace(host).CallOffAsync(parsed.GetRequiredValue(race), parsed.GetValue(untie), cancellationToken));
    }

    private static Argument<string?> Runner(ArgumentArity arity) => new("RUNNER") { Description = "Its number, its agent, or the end of its task's id.", Arity = arity };
}
