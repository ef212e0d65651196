using System.CommandLine;

namespace Homeport.Cli.Completion;

/// <summary><c>homeport completion bash|zsh</c>.</summary>
internal static class CompletionCommand
{
    public static Command Create(Surroundings surroundings, Func<RootCommand> tree)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash or zsh." }.AcceptOnlyFromAmong("bash", "zsh");
        var command = new Command("completion", "Print what teaches a shell to complete homeport's commands: source <(homeport completion bash)") { shell };
        command.SetAction((parsed, _) => CommandOptions.RunAsync(surroundings, isJson: false, printer =>
        {
            printer.Line(CompletionScript.Print(tree(), parsed.GetRequiredValue(shell)));
            return Task.FromResult(ExitCodes.Ok);
        }));
        return command;
    }
}
