using System.Text.RegularExpressions;
using Homeport.Domain;
using Homeport.Platform.Processes;
using Homeport.Protocol.Projects;

namespace Homeport.Host.Projects;

/// <summary>What a startup command may be.</summary>
internal static partial class CommandChecks
{
    private const int MostCommands = 30;
    private const int LongestName = 60;
    private const int LongestCommand = 4_000;
    private const int LongestFolder = 300;
    private const int MostPorts = 10;
    private const int LongestPortName = 64;

    /// <summary>All that is wrong with a command among the others of its project.</summary>
    public static List<FieldError> Check(StartupCommand command, IReadOnlyList<StartupCommand> others)
    {
        var errors = new List<FieldError>();
        if (command.Name.Length is 0 or > LongestName || command.Name.Any(char.IsControl))
        {
            errors.Add(new FieldError("name", $"Must have 1 to {LongestName} characters, on one line."));
        }
        else if (others.Any(other => string.Equals(other.Name, command.Name, StringComparison.OrdinalIgnoreCase)))
        {
            errors.Add(new FieldError("name", $"The project has a command '{command.Name}' already."));
        }

        if (command.Command.Trim().Length is 0 or > LongestCommand || command.Command.Contains('\0', StringComparison.Ordinal))
        {
            errors.Add(new FieldError("command", $"Must have 1 to {LongestCommand} characters, none of them NUL."));
        }

        if (command.WorkingDirectory is { } folder && WhatIsWrongWithFolder(folder) is { } wrong)
        {
            errors.Add(new FieldError("workingDirectory", wrong));
        }

        CheckPorts(command.PortNames, errors);
        if (others.Count >= MostCommands)
        {
            errors.Add(new FieldError("name", $"A project has at most {MostCommands} commands."));
        }

        return errors;
    }

    public static Problem? ToProblem(List<FieldError> errors) => errors.Count == 0
        ? null
        : new Problem(ProblemCode.InvalidRequest, "The command was not stored; errors tells what to change.") { Errors = errors };

    public static Problem NotFound(string id) =>
        new(ProblemCode.NotFound, $"There is no startup command {id} in this project. It may have been removed; list them anew.");

    private static string? WhatIsWrongWithFolder(string folder)
    {
        if (folder.Length > LongestFolder || folder.Any(char.IsControl))
        {
            return $"Must have at most {LongestFolder} characters, on one line.";
        }

        return folder.StartsWith('/') || folder.StartsWith('~') || folder.Split('/').Contains("..", StringComparer.Ordinal)
            ? "Must be a folder of the worktree, relative and without '..', such as apps/web."
            : null;
    }

    private static void CheckPorts(IReadOnlyList<string> names, List<FieldError> errors)
    {
        if (names.Count > MostPorts)
        {
            errors.Add(new FieldError("portNames", $"Must have at most {MostPorts} names."));
        }

        for (var index = 0; index < Math.Min(names.Count, MostPorts); index++)
        {
            var name = names[index];
            if (name.Length > LongestPortName || !VariableName().IsMatch(name))
            {
                errors.Add(new FieldError($"portNames/{index}", $"Must be the name of an environment variable, such as PORT or API_PORT, of at most {LongestPortName} characters."));
            }
            else if (EnvironmentAllowList.IsRefused(name) || EnvironmentAllowList.Usual.LetsThrough(name))
            {
                errors.Add(new FieldError($"portNames/{index}", $"{name} has a meaning of its own for programs, so it cannot carry a port. Use another name, such as PORT."));
            }
            else if (names.Take(index).Contains(name, StringComparer.Ordinal))
            {
                errors.Add(new FieldError($"portNames/{index}", $"{name} stands there twice."));
            }
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex VariableName();
}
