using System.CommandLine;
using Homeport.Cli.Tasks;
using Homeport.Protocol.Approvals;

namespace Homeport.Cli.Approvals;

/// <summary><c>homeport approvals …</c>.</summary>
internal static class ApprovalCommands
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("approvals", "What agents ask, in every task.");
        command.Subcommands.Add(List(surroundings));
        command.Subcommands.Add(Answer(surroundings));
        return command;
    }

    private static Command List(Surroundings surroundings)
    {
        var task = new Option<string?>("--task") { Description = "Only those of this task.", HelpName = "TASK" };
        var all = new Option<bool>("--all") { Description = "Also those that are answered, with who answered what." };
        return new Command("list", "List what waits for an answer, with the exact command, difference or plan.") { task, all }.WithList().ForHost(
            surroundings,
            (host, parsed, cancellationToken) => new ListApprovals(host).RunAsync(parsed.GetValue(task), parsed.GetValue(all), cancellationToken));
    }

    private static Command Answer(Surroundings surroundings)
    {
        var approval = new Argument<string?>("APPROVAL")
        {
            Description = "Its id or at least four characters of it (default: the only one that waits).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var allow = new Option<bool>("--allow", "-y") { Description = "Allow it this once; approve the plan." };
        var always = new Option<bool>("--always") { Description = "Allow it and keep a rule: the proposed one, or what --prefix, --exact, --folder or --tool says." };
        var deny = new Option<bool>("--deny", "-n") { Description = "Refuse it; keep planning." };
        var option = new Option<string?>("--option", "-o") { Description = "Answer with this option: its id or kind, as listed.", HelpName = "OPTION" };
        var answer = new Option<string[]>("--answer") { Description = "Answer a question; repeat it for each question.", HelpName = "TEXT" };
        var reason = new Option<string?>("--reason") { Description = "Tell the agent why.", HelpName = "TEXT" };
        var scope = new Option<string>("--scope") { Description = "With --always: how far the rule reaches.", DefaultValueFactory = _ => "project" }
            .AcceptOnlyFromAmong("task", "project", "everywhere");
        var anyAgent = new Option<bool>("--any-agent") { Description = "With --always: for every agent." };
        var plan = new Option<string?>("--plan") { Description = "Approve this plan instead of the one that was shown: a file, or '-' for standard input.", HelpName = "FILE" };
        var pattern = new RulePattern();
        var command = new Command("answer", "Answer what an agent asks. The first answer wins.")
        {
            approval, allow, always, deny, option, answer, reason, scope, anyAgent, plan,
        };
        pattern.AddTo(command);
        command.Validators.Add(result =>
        {
            var given = new[] { result.GetResult(option), result.GetResult(allow), result.GetResult(always), result.GetResult(deny), result.GetResult(answer), result.GetResult(plan) }
                .Count(found => found is { Implicit: false });
            if (given != 1)
            {
                result.AddError("Give one of --allow, --always, --deny, --option, --answer and --plan.");
            }
        });
        return command.ForHost(surroundings, async (host, parsed, cancellationToken) => await new AnswerApproval(host).AnswerAsync(
            await host.Client.FindApprovalAsync(parsed.GetValue(approval), cancellationToken),
            new AnswerApproval.Choices
            {
                Option = parsed.GetValue(option),
                Allows = parsed.GetValue(allow) || parsed.GetValue(plan) is not null,
                Denies = parsed.GetValue(deny),
                Reason = parsed.GetValue(reason),
                Answers = parsed.GetValue(answer) ?? [],
                Keeps = parsed.GetValue(always)
                    ? new(pattern.Read(parsed), Enum.Parse<RuleScope>(parsed.GetRequiredValue(scope), ignoreCase: true), parsed.GetValue(anyAgent))
                    : null,
                Plan = parsed.GetValue(plan) is { } file ? await PlanAsync(file, host.Surroundings, cancellationToken) : null,
            },
            cancellationToken));
    }

    private static async Task<string> PlanAsync(string file, Surroundings surroundings, CancellationToken cancellationToken) =>
        file == "-" ? await surroundings.Input.Value.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(Path.Combine(surroundings.CurrentFolder, file), cancellationToken);

    private static Command WithList(this Command command)
    {
        command.Aliases.Add("ls");
        return command;
    }
}
