using System.CommandLine;
using System.Text;

namespace Homeport.Cli.Completion;

/// <summary>
/// A completion function made of the command tree. The words stand in the script, so completing starts no process. zsh runs
/// the same function through its own emulation of bash's; no variable is called path or words, which zsh has itself.
/// </summary>
internal static class CompletionScript
{
    public static string Print(RootCommand root, string shell)
    {
        var script = new StringBuilder();
        script.Append("# Completion of homeport. Printed by 'homeport completion ").Append(shell).Append("'.\n");
        if (shell == "zsh")
        {
            script.Append("autoload -Uz compinit bashcompinit\n(( $+functions[compdef] )) || compinit -u\nbashcompinit\n");
        }

        script.Append(
            """
            _homeport() {
              local word="${COMP_WORDS[COMP_CWORD]}" before="" typed="" offered="" index
              [ "$COMP_CWORD" -gt 0 ] && before="${COMP_WORDS[COMP_CWORD-1]}"
              for (( index = 1; index < COMP_CWORD; index++ )); do
                case "$typed ${COMP_WORDS[index]}" in

            """);
        foreach (var (path, _) in Walk(root, "").Where(pair => pair.Path.Length > 0))
        {
            script.Append("      '").Append(path).Append("') typed='").Append(path).Append("' ;;\n");
        }

        script.Append("    esac\n  done\n  case \"$typed:$before\" in\n");
        foreach (var (path, command) in Walk(root, ""))
        {
            PrintValues(script, path, command);
        }

        script.Append("  esac\n  case \"$typed\" in\n");
        foreach (var (path, command) in Walk(root, ""))
        {
            script.Append("    '").Append(path).Append("') offered='").Append(string.Join(' ', Words(command))).Append("' ;;\n");
        }

        script.Append(
            """
              esac
              COMPREPLY=( $(compgen -W "$offered" -- "$word") )
            }
            complete -o default -F _homeport homeport
            """);
        return script.ToString();
    }

    /// <summary>What may follow a flag: its words, or a file or folder where it wants one.</summary>
    private static void PrintValues(StringBuilder script, string path, Command command)
    {
        foreach (var option in command.Options.Where(option => option.ValueType != typeof(bool)))
        {
            var words = Choices(option);
            var action = words.Length > 0 ? $"COMPREPLY=( $(compgen -W '{string.Join(' ', words)}' -- \"$word\") )"
                : option.HelpName is "FOLDER" ? "COMPREPLY=( $(compgen -d -- \"$word\") )"
                : "COMPREPLY=()";
            foreach (var name in Names(option))
            {
                script.Append("    '").Append(path).Append(':').Append(name).Append("') ").Append(action).Append("; return ;;\n");
            }
        }
    }

    private static IEnumerable<(string Path, Command Command)> Walk(Command command, string path) =>
        [(path, command), .. command.Subcommands.Where(sub => !sub.Hidden).SelectMany(sub => Walk(sub, $"{path} {sub.Name}"))];

    private static IEnumerable<string> Words(Command command) =>
    [
        .. command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name),
        .. command.Arguments.SelectMany(argument => argument.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty)).Select(item => item.Label),
        .. command.Options.Where(option => !option.Hidden).SelectMany(Names).Where(name => name.StartsWith("--", StringComparison.Ordinal)),
        "--help",
    ];

    private static string[] Choices(Option option) =>
        [.. option.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Select(item => item.Label).Where(label => !label.Contains('\'', StringComparison.Ordinal))];

    private static IEnumerable<string> Names(Option option) => [option.Name, .. option.Aliases.Where(alias => alias.StartsWith('-') && !alias.Contains('?', StringComparison.Ordinal))];
}
