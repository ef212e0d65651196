using System.CommandLine;
using Homeport.Cli.Acp;
using Homeport.Cli.Approvals;
using Homeport.Cli.Backend;
using Homeport.Cli.Calls;
using Homeport.Cli.Completion;
using Homeport.Cli.Diagnostics;
using Homeport.Cli.Doctor;
using Homeport.Cli.Generation;
using Homeport.Cli.Import;
using Homeport.Cli.Logs;
using Homeport.Cli.Mcp;
using Homeport.Cli.Races;
using Homeport.Cli.Serving;
using Homeport.Cli.Sidecars;
using Homeport.Cli.Tasks;
using Homeport.Cli.Trust;
using Homeport.Cli.Usage;

namespace Homeport.Cli;

/// <summary>The commands: the table of contents of the command line.</summary>
internal static class CommandTree
{
    /// <param name="surroundings">Where the commands work.</param>
    /// <param name="first">The first argument. <c>serve</c> and <c>worker</c> start without the others, which cost a tenth of its time.</param>
    public static RootCommand Create(Surroundings surroundings, string? first)
    {
        var root = ServeCommand.CreateRoot(surroundings);
        root.Subcommands.Add(ServeCommand.Create(surroundings));
        root.Subcommands.Add(WorkerCommand.Create(surroundings));
        if (first is "serve" or WorkerCommand.Name)
        {
            return root;
        }

        root.Subcommands.Add(BackendCommands.Open(surroundings));
        root.Subcommands.Add(BackendCommands.Stop(surroundings));
        root.Subcommands.Add(BackendCommands.Status(surroundings));
        root.Subcommands.Add(TaskCommands.Create(surroundings));
        root.Subcommands.Add(RaceCommands.Create(surroundings));
        root.Subcommands.Add(ApprovalCommands.Create(surroundings));
        root.Subcommands.Add(RuleCommands.Create(surroundings));
        root.Subcommands.Add(LogsCommand.Create(surroundings));
        root.Subcommands.Add(AcpCommand.Create(surroundings));
        root.Subcommands.Add(TrustCommands.Create(surroundings));
        root.Subcommands.Add(ImportCommands.Create(surroundings));
        root.Subcommands.Add(McpCommands.Create(surroundings));
        root.Subcommands.Add(SidecarCommands.Create(surroundings));
        root.Subcommands.Add(UsageCommands.Create(surroundings));
        root.Subcommands.Add(CallCommand.Create(surroundings));
        root.Subcommands.Add(DoctorCommand.Create(surroundings));
        root.Subcommands.Add(DiagnosticsCommand.Create(surroundings));
        root.Subcommands.Add(DemoAgentCommand.Create(surroundings));
        root.Subcommands.Add(GenerationCommands.OpenApi(surroundings));
        root.Subcommands.Add(GenerationCommands.TypeScript(surroundings));
        root.Subcommands.Add(CompletionCommand.Create(surroundings, () => root));
        root.Subcommands.Add(BackendCommands.Version(surroundings));
        return root;
    }
}
