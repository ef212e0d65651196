using Homeport.Agents;
using Homeport.Platform.Processes;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Worker.Agents;
using Homeport.Worker.Setup;

namespace Homeport.Worker.Runs;

/// <summary>Starts agents' processes with an allow-listed environment, in their own session, marked as ours.</summary>
internal sealed class AgentLauncher(AgentPrograms programs, WorkerOptions options, TimeProvider time)
{
    /// <summary>The version of an agent that this machine has, as far as it is known without asking.</summary>
    public string? KnownVersion(IAgentAdapter adapter) => programs.Known(adapter.Probe);

    /// <exception cref="AgentStartException">The program is missing or could not be started.</exception>
    public AgentProcess Start(IAgentAdapter adapter, AgentSessionSpec spec, string taskId, TaskEnvironment? task)
    {
        var launch = adapter.CreateLaunch(spec);
        var names = launch.InheritedEnvironment.Where(name => !name.EndsWith('*'));
        var prefixes = launch.InheritedEnvironment.Where(name => name.EndsWith('*')).Select(name => name[..^1]);
        var environment = TaskVariables.Allowed.With(names, prefixes).Build(options.Environment, launch.Environment);
        if (task is not null)
        {
            TaskVariables.Add(environment, task);
        }

        var (program, leading) = launch.Program is { } name
            ? (Locate(name, environment) ?? throw Missing(adapter, name), [])
            : (options.Program[0], options.Program.Skip(1));
        try
        {
            return AgentProcess.Start(
                new ProcessStart
                {
                    FileName = program,
                    Arguments = [.. leading, .. launch.Arguments],
                    WorkingDirectory = spec.WorkingDirectory,
                    Environment = environment,
                    Owner = OwnerMarker.ForRoot(options.Root),
                    Role = new ProcessRole(ProcessKind.Agent, spec.SessionId, taskId),
                    Worker = options.Marker,
                },
                options.StopGrace, time);
        }
        catch (ProcessStartException failed)
        {
            throw new AgentStartException(
                new TaskFailure
                {
                    Code = ErrorCodes.AgentUnavailable,
                    Message = $"{adapter.Name} could not be started. {failed.Message}",
                    Next = adapter.Probe.InstallStep,
                },
                failed);
        }
    }

    /// <summary>A person's own command may name its program by its whole path; whether it runs, its start tells.</summary>
    private static string? Locate(string program, IReadOnlyDictionary<string, string> environment) =>
        Path.IsPathFullyQualified(program) ? program : ExecutableLookup.Find(program, environment.GetValueOrDefault("PATH"));

    private static AgentStartException Missing(IAgentAdapter adapter, string program) => new(new TaskFailure
    {
        Code = ErrorCodes.AgentUnavailable,
        Message = $"{adapter.Name} is not installed: there is no program '{program}' in PATH.",
        Next = adapter.Probe.InstallStep ?? "Install it, or choose another agent, then press Retry.",
    });
}
