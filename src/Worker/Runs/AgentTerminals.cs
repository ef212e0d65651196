using Homeport.Agents;
using Homeport.Platform.Files;
using Homeport.Platform.Processes;
using Homeport.Protocol.Link;
using Homeport.Worker.Sandboxes;
using Homeport.Worker.Setup;

namespace Homeport.Worker.Runs;

/// <summary>
/// The programs that one agent's process has us run: in its worktree, with an allow-listed environment, as processes of the task.
/// Disposing ends those that still run. Owns them.
/// </summary>
internal sealed class AgentTerminals(AssignTaskRequest assignment, Confinement confinement, WorkerOptions options, TimeProvider time)
    : IAgentTerminals, IAsyncDisposable
{
    private const int UsualLimit = 1024 * 1024;
    private const int MostOpen = 64;

    /// <summary>Its two outputs as one, in the order in which they were written.</summary>
    private const string Joined = "exec \"$@\" 2>&1";

    private readonly Lock _gate = new();
    private readonly HashSet<AgentTerminal> _open = [];
    private bool _isClosed;

    public IAgentTerminal Start(AgentTerminalStart start)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                throw new IOException("The session is over.");
            }

            _open.RemoveWhere(terminal => terminal.IsDisposed);
            if (_open.Count >= MostOpen)
            {
                throw new IOException($"{MostOpen} terminals are open. Release those that are done.");
            }

            var terminal = StartLocked(start);
            _open.Add(terminal);
            return terminal;
        }
    }

    public async ValueTask DisposeAsync()
    {
        AgentTerminal[] left;
        lock (_gate)
        {
            (_isClosed, left) = (true, [.. _open]);
            _open.Clear();
        }

        await Task.WhenAll(left.Select(terminal => terminal.DisposeAsync().AsTask()));
    }

    private AgentTerminal StartLocked(AgentTerminalStart start)
    {
        try
        {
            var environment = TaskVariables.Allowed.Build(options.Environment, start.Environment);
            if (assignment.Environment is { } task)
            {
                TaskVariables.Add(environment, task);
            }

            var child = ChildProcess.Start(
                confinement.Apply(new ProcessStart
                {
                    FileName = "sh",
                    Arguments = ["-c", Joined, "sh", .. Words(start, environment)],
                    WorkingDirectory = Folder(start.WorkingDirectory),
                    Environment = environment,
                    Owner = OwnerMarker.ForRoot(options.Root),
                    Role = new ProcessRole(ProcessKind.Other, "agent-command", assignment.TaskId),
                    Worker = options.Marker,
                }),
                time);
            var limit = (int)Math.Clamp(start.OutputByteLimit ?? UsualLimit, 0, UsualLimit);
            return new AgentTerminal(child, limit, options.StopGrace, time);
        }
        catch (EnvironmentRefusedException refused)
        {
            throw new UnauthorizedAccessException(refused.Message, refused);
        }
        catch (ProcessStartException failed)
        {
            throw new IOException(failed.Message, failed);
        }
    }

    /// <summary>As editors take it: a program with its arguments; without any, what is no program of that name is a line for a shell.</summary>
    private IEnumerable<string> Words(AgentTerminalStart start, Dictionary<string, string> environment) =>
        start.Arguments.Count > 0 || (confinement.HasOurPrograms && (start.Command.StartsWith('/') && File.Exists(start.Command) ||
        ExecutableLookup.Find(start.Command, environment.GetValueOrDefault("PATH")) is not null))
            ? [start.Command, .. start.Arguments]
            : ["sh", "-c", start.Command];

    private string Folder(string? wanted)
    {
        var root = assignment.WorktreePath;
        if (wanted is null)
        {
            return root;
        }

        var relative = WorktreeFiles.Relative(root, wanted);
        using var directory = GuardedDirectory.Open(root);
        directory.List(relative == "." ? "" : relative); // a link that leads out is refused here
        return Path.GetFullPath(wanted, root);
    }
}
