using System.Text;
using Homeport.Domain;
using Homeport.Platform.Processes;

namespace Homeport.Host.Agents;

/// <summary>What a registered program may be.</summary>
internal static class TerminalAgentChecks
{
    private const int LongestName = 60;
    private const int LongestWord = 8192;
    private const int MostWords = 100;
    private const int MostVariables = 50;

    public static void Name(List<FieldError> errors, string? name)
    {
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl)))
        {
            errors.Add(new FieldError("name", $"A name has 1 to {LongestName} characters."));
        }
    }

    public static void Command(List<FieldError> errors, IReadOnlyList<string>? command)
    {
        if (command is null)
        {
            return;
        }

        if (command.Count is 0 or > MostWords || string.IsNullOrWhiteSpace(command[0]) ||
            command.Any(word => word.Length > LongestWord || word.Contains('\0', StringComparison.Ordinal)))
        {
            errors.Add(new FieldError("command", $"Give the program and its arguments: 1 to {MostWords} words."));
        }
        else if (command[0].Contains('/', StringComparison.Ordinal) && !Path.IsPathFullyQualified(command[0]))
        {
            errors.Add(new FieldError("command/0", "Give a name that is in PATH, or an absolute path: the program is not looked for in a task's folder."));
        }
    }

    public static void Environment(List<FieldError> errors, IReadOnlyDictionary<string, string>? environment, string field = "environment")
    {
        if (environment is null)
        {
            return;
        }

        if (environment.Count > MostVariables)
        {
            errors.Add(new FieldError(field, $"At most {MostVariables} variables."));
        }

        foreach (var (name, value) in environment)
        {
            if (EnvironmentAllowList.IsRefused(name))
            {
                errors.Add(new FieldError($"{field}/{name}", "Changes how programs load, and is refused."));
            }
            else if (value.Length > LongestWord || value.Contains('\0', StringComparison.Ordinal))
            {
                errors.Add(new FieldError($"{field}/{name}", $"A value has at most {LongestWord} characters."));
            }
        }
    }

    /// <summary><c>My CLI (beta)</c> as <c>my-cli-beta</c>.</summary>
    public static string ShortName(string name)
    {
        var made = new StringBuilder();
        foreach (var one in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(one))
            {
                made.Append(one);
            }
            else if (made.Length > 0 && made[^1] != '-')
            {
                made.Append('-');
            }
        }

        var text = made.ToString().Trim('-');
        return text.Length == 0 ? "program" : text.Length > 40 ? text[..40].Trim('-') : text;
    }

    public static Problem? ToProblem(List<FieldError> errors) => errors.Count == 0
        ? null
        : new Problem(ProblemCode.InvalidRequest, errors.Count == 1 ? errors[0].Message : "Nothing was stored; errors tells what to change.") { Errors = errors };

    public static Problem NotFound(string id) =>
        new(ProblemCode.NotFound, $"There is no registered program {id}. It may have been removed; list them anew.");
}
