using Homeport.Agents;
using Homeport.Platform.Processes;
using Homeport.Protocol.Agents;

namespace Homeport.Worker.Agents;

/// <summary>Finds out which agents are on this machine, in which version, and whether they have a login.</summary>
internal sealed class AgentProber(WorkerOptions options, TimeProvider time)
{
    private static readonly CommandLimits Limits = new() { MaxOutputBytes = 16 * 1024, MaxErrorBytes = 16 * 1024, Timeout = TimeSpan.FromSeconds(10) };

    public async Task<IReadOnlyList<AgentView>> ProbeAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(AgentCatalog.All.Select(adapter => ProbeAsync(adapter, cancellationToken)));

    private async Task<AgentView> ProbeAsync(IAgentAdapter adapter, CancellationToken cancellationToken)
    {
        var probe = adapter.Probe;
        var path = probe.Executables
            .Select(name => ExecutableLookup.Find(name, options.Environment.GetValueOrDefault("PATH")))
            .FirstOrDefault(found => found is not null);
        var isInstalled = path is not null || probe.Executables.Count == 0;
        var version = path is null ? (adapter.Kind == AgentKinds.Demo ? options.Version : null) : await VersionAsync(adapter, path, cancellationToken);
        var login = probe.JudgeLogin(
            name => options.Environment.GetValueOrDefault(name), options.Environment.GetValueOrDefault("HOME") ?? "/", File.Exists);
        return new AgentView
        {
            Kind = adapter.Kind,
            Name = adapter.Name,
            Plate = adapter.Plate,
            Installed = isInstalled,
            Version = isInstalled ? version : null,
            Path = path,
            Login = login,
            NextStep = !isInstalled ? probe.InstallStep : login is AgentLogin.LoggedOut ? probe.LoginStep : null,
            Modes = adapter.Modes,
            Models = adapter.Models,
            ProbedAt = time.GetUtcNow(),
        };
    }

    private async Task<string?> VersionAsync(IAgentAdapter adapter, string path, CancellationToken cancellationToken)
    {
        try
        {
            var result = await Command.RunAsync(
                new ProcessStart
                {
                    FileName = path,
                    Arguments = adapter.Probe.VersionArguments,
                    WorkingDirectory = options.Root,
                    Environment = EnvironmentAllowList.Usual.Build(options.Environment, new Dictionary<string, string>()),
                    Owner = OwnerMarker.ForRoot(options.Root),
                    Worker = options.Marker,
                },
                default, Limits, time, cancellationToken);
            return AgentProbe.ParseVersion(result.Text);
        }
        catch (Exception silent) when (silent is ProcessStartException or TimeoutException)
        {
            return null; // found but mute: shown as installed without a version
        }
    }
}
