using Homeport.Agents;
using Homeport.Platform.Processes;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Worker.Agents;
using Homeport.Worker.Sandboxes;
using Homeport.Worker.Setup;
using Homeport.Worker.Terminals;

namespace Homeport.Worker.Runs;

/// <summary>Starts agents' processes with an allow-listed environment, in their own session, marked as ours.</summary>
internal sealed class AgentLauncher(
    AgentPrograms programs, WorkerOptions options, Confining confining, TerminalSessions terminals, TimeProvider time)
{
    /// <summary>The version of an agent that this machine has, as far as it is known without asking.</summary>
    public string? KnownVersion(IAgentAdapter adapter) => programs.Known(adapter.Probe);

    /// <summary>Makes ready what keeps the agent, and the programs that it has us run, where the task may work.</summary>
    /// <exception cref="AgentStartException">This machine cannot do what the task asks for.</exception>
    public async Task<Confinement> ConfineAsync(IAgentAdapter adapter, TaskIsolation? isolation, CancellationToken cancellationToken)
    {
        try
        {
            return await confining.PrepareAsync(isolation, adapter, cancellationToken);
        }
        catch (Exception refused) when (refused is WorkerRefusedException or IOException or UnauthorizedAccessException)
        {
            throw new AgentStartException(
                new TaskFailure
                {
                    Code = "isolation_unavailable",
                    Message = refused.Message,
                    Next = "Run homeport doctor: it says which kinds of isolation this machine can do, and how to get the others. Or choose another one for this task, then press Retry.",
                },
                refused);
        }
    }

    /// <exception cref="AgentStartException">The program is missing or could not be started.</exception>
    public AgentProcess Start(IAgentAdapter adapter, AgentSessionSpec spec, string taskId, TaskEnvironment? task, Confinement confinement)
    {
        var start = StartOf(adapter, spec, taskId, task, confinement, inTerminal: false);
        try
        {
            return AgentProcess.Start(confinement.Apply(start), options.StopGrace, time);
        }
        catch (ProcessStartException failed)
        {
            throw NotStarted(adapter, failed);
        }
    }

    /// <summary>The same, in a terminal that has the id of the session.</summary>
    /// <exception cref="AgentStartException">The program is missing or could not be started.</exception>
    public async Task<AgentConsole> StartConsoleAsync(
        IAgentAdapter adapter, AgentSessionSpec spec, string taskId, TaskEnvironment? task, Confinement confinement)
    {
        try
        {
            var start = StartOf(adapter, spec, taskId, task, confinement, inTerminal: true);
            return await terminals.StartAgentAsync(spec.SessionId, confinement.Apply(start, hasTerminal: true));
        }
        catch (Exception failed) when (failed is ProcessStartException or IOException or WorkerRefusedException or EnvironmentRefusedException)
        {
            throw NotStarted(adapter, failed);
        }
    }

    private ProcessStart StartOf(
        IAgentAdapter adapter, AgentSessionSpec spec, string taskId, TaskEnvironment? task, Confinement confinement, bool inTerminal)
    {
        var launch = adapter.CreateLaunch(spec);
        var names = launch.InheritedEnvironment.Where(name => !name.EndsWith('*'));
        var prefixes = launch.InheritedEnvironment.Where(name => name.EndsWith('*')).Select(name => name[..^1]);
        var environment = TaskVariables.Allowed.With(names, prefixes).Build(options.Environment, launch.Environment);
        if (task is not null)
        {
            TaskVariables.Add(environment, task);
        }

        if (inTerminal)
        {
            TerminalLauncher.AddVariables(environment);
        }

        var (program, leading) = launch.Program is { } name
            ? (confinement.HasOurPrograms ? Locate(name, environment) ?? throw Missing(adapter, name) : Path.GetFileName(name), [])
            : (options.Program[0], options.Program.Skip(1));
        return new ProcessStart
        {
            FileName = program,
            Arguments = [.. leading, .. launch.Arguments],
            WorkingDirectory = spec.WorkingDirectory,
            Environment = environment,
            Owner = OwnerMarker.ForRoot(options.Root),
            Role = new ProcessRole(ProcessKind.Agent, spec.SessionId, taskId),
            Worker = options.Marker,
        };
    }

    /// <summary>A person's own command may name its program by its whole path; whether it runs, its start tells.</summary>
    private static string? Locate(string program, IReadOnlyDictionary<string, string> environment) =>
        Path.IsPathFullyQualified(program) ? program : ExecutableLookup.Find(program, environment.GetValueOrDefault("PATH"));

    private static AgentStartException NotStarted(IAgentAdapter adapter, Exception failed) => new(
        new TaskFailure
        {
            Code = ErrorCodes.AgentUnavailable,
            Message = $"{adapter.Name} could not be started. {failed.Message}",
            Next = adapter.Probe.InstallStep,
        },
        failed);

    private static AgentStartException Missing(IAgentAdapter adapter, string program) => new(new TaskFailure
    {
        Code = ErrorCodes.AgentUnavailable,
        Message = $"{adapter.Name} is not installed: there is no program '{program}' in PATH.",
        Next = adapter.Probe.InstallStep ?? "Install it, or choose another agent, then press Retry.",
    });
}
