using System.CommandLine;

namespace Homeport.Cli.Serving;

/// <summary><c>homeport worker</c>: the execution plane as a process of its own.</summary>
internal static class WorkerCommand
{
    public const string Name = "worker";
    public const string SidecarFlag = "--sidecar";
    public const string FingerprintFlag = "--fingerprint";
    public const string AllowFlag = "--allow";

    public static Command Create(Surroundings surroundings)
    {
        var sidecar = new Option<bool>(SidecarFlag) { Description = "Work for the host of this data folder on this machine.", Required = true };
        var allow = new Option<string[]>(AllowFlag) { Description = "A folder outside of your home in which repositories may lie; may be repeated.", HelpName = "FOLDER" };
        var fingerprint = new Option<string?>(FingerprintFlag) { Description = "What the host that starts it calls these settings.", Hidden = true };
        var command = new Command(Name, "Run agents, terminals and git for a host. 'homeport' starts it by itself.")
        {
            sidecar, CommandOptions.Root, allow, fingerprint,
        };
        command.SetAction((parsed, cancellationToken) => CommandOptions.RunAsync(
            surroundings, isJson: false,
            _ => new SidecarProgram(surroundings).RunAsync(
                DataFolder.Resolve(parsed.GetValue(CommandOptions.Root), surroundings),
                parsed.GetValue(allow) ?? [], parsed.GetValue(fingerprint), cancellationToken)));
        return command;
    }
}
