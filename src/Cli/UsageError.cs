using System.CommandLine;
using Homeport.Cli.Output;
using Homeport.Protocol;

namespace Homeport.Cli;

/// <summary>A command line that makes no sense: all that is wrong with it, and where the help is.</summary>
internal static class UsageError
{
    public static int Print(ParseResult parsed, Printer printer)
    {
        var command = parsed.CommandResult.Command;
        var name = command is RootCommand ? "homeport" : $"homeport {Path(parsed)}";
        var messages = parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal).ToArray();
        printer.Problem(new ErrorData
        {
            Code = ErrorCodes.InvalidRequest,
            Detail = $"{string.Join(" ", messages)} See '{name} --help'.",
        });
        return ExitCodes.Usage;
    }

    private static string Path(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (System.CommandLine.Parsing.SymbolResult? result = parsed.CommandResult; result is not null; result = result.Parent)
        {
            if (result is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } command)
            {
                names.Push(command.Command.Name);
            }
        }

        return string.Join(' ', names);
    }
}
