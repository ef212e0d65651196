using System.CommandLine;
using Homeport.Cli.Client;
using Homeport.Cli.Output;
using Homeport.Platform.Files;

namespace Homeport.Cli;

/// <summary>The flags that most commands have, and how a command runs once they are read.</summary>
internal static class CommandOptions
{
    public static readonly Option<string?> Root = new("--root")
    {
        Description = "The data folder (default: $HOMEPORT_ROOT, else ~/.homeport).",
        HelpName = "FOLDER",
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Print exactly one JSON value." };

    /// <summary>Makes a command that talks to the running host.</summary>
    public static Command ForHost(
        this Command command, Surroundings surroundings, Func<HostCommand, ParseResult, CancellationToken, Task<int>> run)
    {
        command.Options.Add(Root);
        command.Options.Add(Json);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            surroundings, parsed.GetValue(Json),
            async printer =>
            {
                using var client = new HostClient(DataFolder.Resolve(parsed.GetValue(Root), surroundings), surroundings.Time);
                return await run(new HostCommand(client, printer, surroundings), parsed, cancellationToken);
            }));
        return command;
    }

    /// <summary>The barrier of every command: a refusal is printed, and ends with its exit code.</summary>
    public static async Task<int> RunAsync(Surroundings surroundings, bool isJson, Func<Printer, Task<int>> run)
    {
        var printer = new Printer(surroundings, isJson);
        try
        {
            return await run(printer);
        }
        catch (CommandException refused)
        {
            printer.Problem(refused.Problem);
            return refused.ExitCode;
        }
        catch (UnsafePathException refused)
        {
            printer.Problem(new() { Code = Protocol.ErrorCodes.PathNotAllowed, Detail = refused.Message });
            return ExitCodes.Failed;
        }
        catch (IOException broken)
        {
            // The reader of our output went away (as 'head' does), or a file cannot be read or written.
            printer.Note($"homeport: {broken.Message}");
            return ExitCodes.Failed;
        }
    }
}

/// <summary>What a command that talks to the host has at hand.</summary>
internal sealed record HostCommand(HostClient Client, Printer Printer, Surroundings Surroundings);
