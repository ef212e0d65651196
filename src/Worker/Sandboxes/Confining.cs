using Homeport.Agents;
using Homeport.Platform.Processes;
using Homeport.Platform.Sandboxes;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Worker.Git;

namespace Homeport.Worker.Sandboxes;

/// <summary>Makes ready what a task's programs are confined by. A rung that this machine cannot do is refused: never a lower one instead.</summary>
internal sealed class Confining(WorkerOptions options, LadderProbe ladder, TimeProvider time)
{
    private readonly string _home = options.Environment.GetValueOrDefault("HOME") ?? "/";

    private readonly PrivateHome _homes = new(
        options, new GitProgram("git", EnvironmentAllowList.Usual.Build(options.Environment, new Dictionary<string, string>()), time), time);

    /// <param name="isolation">How; null is as a worktree.</param>
    /// <param name="agent">The agent whose login is wanted inside.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WorkerRefusedException">This machine cannot do it; the message says what to install.</exception>
    public async Task<Confinement> PrepareAsync(TaskIsolation? isolation, IAgentAdapter? agent, CancellationToken cancellationToken)
    {
        if (isolation is null or { Kind: Isolation.Worktree or Isolation.InPlace })
        {
            return Confinement.None;
        }

        var found = await ladder.FindAsync(isolation.Kind, isolation.Image, cancellationToken);
        if (!found.IsAvailable)
        {
            throw new WorkerRefusedException(ErrorCodes.Conflict, $"{found.Reason} Nothing was started. {found.Next}".TrimEnd());
        }

        var tools = new ToolFolders(_home, options.Root);
        var home = await _homes.EnsureAsync(isolation.TaskId, isolation.WorktreePath, agent, cancellationToken);
        string[] hidden = agent is null ? [] : [.. AgentLogins.Variables(agent)];
        SandboxMount[] mounts =
        [
            SandboxMount.Writable(_home, home),
            .. isolation.Kind == Isolation.Sandbox ? tools.OfPath(options.Environment.GetValueOrDefault("PATH")) : [],
            .. GitMounts.Of(isolation.WorktreePath, isolation.Branch),
        ];
        var spec = new SandboxSpec { Mounts = mounts, HasNetwork = isolation.Network };
        return isolation.Kind == Isolation.Sandbox
            ? new SandboxConfinement(ladder.Bubblewrap!, spec, tools, hidden)
            : new ContainerConfinement(ladder.Engine!, ladder.Container(isolation.Image), spec, new OwnProgram(options), options, hidden);
    }
}
