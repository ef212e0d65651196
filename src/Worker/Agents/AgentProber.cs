using Homeport.Agents;
using Homeport.Agents.Terminal;
using Homeport.Protocol.Agents;

namespace Homeport.Worker.Agents;

/// <summary>Finds out which agents are on this machine, in which version, and whether they have a login.</summary>
internal sealed class AgentProber(AgentPrograms programs, WorkerOptions options, TimeProvider time)
{
    /// <param name="fresh">Ask each program anew, also where its answer is known.</param>
    /// <param name="registered">Programs that a person registered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<AgentView>> ProbeAsync(
        bool fresh, IReadOnlyList<TerminalProgram> registered, CancellationToken cancellationToken)
    {
        IEnumerable<IAgentAdapter> all = [.. AgentCatalog.All, .. registered.Select(program => new TerminalAdapter(program))];
        return await Task.WhenAll(all.Select(adapter => ProbeAsync(adapter, fresh, cancellationToken)));
    }

    private async Task<AgentView> ProbeAsync(IAgentAdapter adapter, bool fresh, CancellationToken cancellationToken)
    {
        var probe = adapter.Probe;
        var path = programs.Find(probe);
        var isInstalled = path is not null || probe.Executables.Count == 0;
        var version = path is null
            ? (adapter.Kind == AgentKinds.Demo ? options.Version : null)
            : await programs.AskVersionAsync(probe, fresh, cancellationToken);
        var login = await JudgeLoginAsync(adapter, path, cancellationToken);
        var isTooOld = probe.IsTooOld(version);
        return new AgentView
        {
            Kind = adapter.Kind,
            Name = adapter.Name,
            Plate = adapter.Plate,
            Installed = isInstalled,
            Version = version,
            Path = path,
            Login = login,
            NextStep = !isInstalled || isTooOld ? probe.InstallStep : login is AgentLogin.LoggedOut ? probe.LoginStep : null,
            Modes = adapter.Modes,
            Models = adapter.Models,
            ProbedAt = time.GetUtcNow(),
            Capabilities = adapter.Capabilities,
            InstallCommand = probe.InstallStep,
            LoginCommand = probe.LoginCommand,
            LoginHint = probe.LoginStep,
            NeedsVersion = isTooOld ? probe.OldestVersion : null,
        };
    }

    /// <summary>By variables and by which files exist; where these tell nothing, by what the program itself says.</summary>
    private async Task<AgentLogin> JudgeLoginAsync(IAgentAdapter adapter, string? path, CancellationToken cancellationToken)
    {
        var judged = adapter.Probe.JudgeLogin(
            name => options.Environment.GetValueOrDefault(name), options.Environment.GetValueOrDefault("HOME") ?? "/", File.Exists);
        return judged is AgentLogin.LoggedIn || path is null
            ? judged
            : await programs.AskLoginAsync(adapter, path, cancellationToken) switch
            {
                true => AgentLogin.LoggedIn,
                false => AgentLogin.LoggedOut,
                null => judged,
            };
    }
}
