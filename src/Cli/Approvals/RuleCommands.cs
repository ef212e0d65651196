using System.CommandLine;
using Homeport.Protocol.Approvals;

namespace Homeport.Cli.Approvals;

/// <summary><c>homeport rules …</c>.</summary>
internal static class RuleCommands
{
    private static readonly Option<string?> Task = new("--task") { Description = "For this task alone.", HelpName = "TASK" };
    private static readonly Option<string?> Project = new("--project") { Description = "For this project.", HelpName = "PROJECT" };
    private static readonly Option<bool> Everywhere = new("--everywhere") { Description = "For every project." };
    private static readonly Option<string?> Agent = new("--agent", "-a") { Description = "For this agent (default: any).", HelpName = "KIND" };

    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("rules", "Rules that answer what agents ask.");
        command.Subcommands.Add(WithReach(new Command("list", "List the rules.") { Aliases = { "ls" } }).ForHost(
            surroundings, (host, parsed, cancellationToken) => new ChangeRules(host).ListAsync(Reach(parsed), cancellationToken)));
        command.Subcommands.Add(Add(surroundings));
        command.Subcommands.Add(Remove(surroundings));
        command.Subcommands.Add(Test(surroundings));
        return command;
    }

    private static Command Add(Surroundings surroundings)
    {
        var effect = new Argument<string>("ANSWER") { Description = "allow, ask or deny. A deny beats an ask, and that an allow." }.AcceptOnlyFromAmong("allow", "ask", "deny");
        var name = new Option<string?>("--name") { Description = "What it is called (default: made from the pattern).", HelpName = "NAME" };
        var pattern = new RulePattern();
        var command = WithReach(new Command("add", "Make a rule (default: for the project of the current folder).") { effect, name, Agent });
        pattern.AddTo(command);
        return command.ForHost(surroundings, (host, parsed, cancellationToken) => new ChangeRules(host).AddAsync(
            Enum.Parse<RuleEffect>(parsed.GetRequiredValue(effect), ignoreCase: true),
            pattern.Read(parsed) ?? throw CommandException.Usage("Say what the rule covers: --prefix, --exact, --folder or --tool."),
            Reach(parsed), parsed.GetValue(Agent), parsed.GetValue(name), cancellationToken));
    }

    private static Command Remove(Surroundings surroundings)
    {
        var rule = new Argument<string>("RULE") { Description = "Its id, at least four characters of the end, or its name." };
        return new Command("remove", "Forget a rule: the agent asks again.") { rule }.WithAlias("rm").ForHost(
            surroundings, (host, parsed, cancellationToken) => new ChangeRules(host).RemoveAsync(parsed.GetRequiredValue(rule), cancellationToken));
    }

    private static Command Test(Surroundings surroundings)
    {
        var line = new Argument<string?>("COMMAND") { Description = "A command line, in quotes.", Arity = ArgumentArity.ZeroOrOne };
        var path = new Option<string?>("--path") { Description = "Instead of a command: a file that is to be edited.", HelpName = "FILE" };
        var tool = new Option<string?>("--tool") { Description = "Instead of a command: another tool, by the agent's name of it.", HelpName = "NAME" };
        return WithReach(new Command("test", "Say what the rules would answer, and which one decides.") { line, path, tool, Agent }).ForHost(
            surroundings,
            (host, parsed, cancellationToken) => new ChangeRules(host).TestAsync(
                new TestPermissionRulesRequest
                {
                    Command = parsed.GetValue(line),
                    Path = parsed.GetValue(path),
                    ToolName = parsed.GetValue(tool),
                    AgentType = parsed.GetValue(Agent),
                },
                Reach(parsed), cancellationToken));
    }

    private static ChangeRules.Reach Reach(ParseResult parsed) => new(parsed.GetValue(Task), parsed.GetValue(Project), parsed.GetValue(Everywhere));

    private static Command WithReach(Command command)
    {
        command.Options.Add(Task);
        command.Options.Add(Project);
        command.Options.Add(Everywhere);
        command.Validators.Add(result =>
        {
            if (new Option[] { Task, Project, Everywhere }.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
            {
                result.AddError("Give only one of --task, --project and --everywhere.");
            }
        });
        return command;
    }

    private static Command WithAlias(this Command command, string alias)
    {
        command.Aliases.Add(alias);
        return command;
    }
}
