using System.CommandLine;

namespace Homeport.Cli.Diagnostics;

/// <summary><c>homeport diagnostics</c>: a file that can be given to whoever helps.</summary>
internal static class DiagnosticsCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var output = new Option<string?>("--out", "-o") { Description = "The zip file to write (default: in the current folder).", HelpName = "FILE" };
        var command = new Command("diagnostics", "Write a bundle for whoever helps, without secrets and prompts. Needs no running Homeport.") { output };
        return command.ForHost(
            surroundings,
            (host, parsed, cancellationToken) => new WriteBundle(host).RunAsync(parsed.GetValue(output), cancellationToken));
    }
}
