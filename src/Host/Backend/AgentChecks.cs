using Homeport.Protocol.Agents;
using Homeport.Protocol.Backend;

namespace Homeport.Host.Backend;

/// <summary>What a diagnosis says of the agents: a line for each that is there, and one for all that are not.</summary>
public static class AgentChecks
{
    private const string Ok = "ok";
    private const string Warning = "warning";

    public static IReadOnlyList<DiagnosticCheck> Of(IReadOnlyList<AgentView> agents) =>
        [.. agents.Where(agent => agent.Installed).Select(There), .. Missing(agents)];

    private static DiagnosticCheck There(AgentView agent)
    {
        var name = $"agent {agent.Kind}";
        return agent.NeedsVersion is { } needed
            ? Check(name, Warning, $"{agent.Name} {agent.Version} is too old; Homeport needs {needed} or newer.", agent.NextStep)
            : agent.Login == AgentLogin.LoggedOut
                ? Check(name, Warning, $"{agent.Name} {agent.Version} is installed but not logged in.", agent.NextStep)
                : Check(name, Ok, $"{agent.Name}{(agent.Version is { } version ? $" {version}" : "")} {(agent.Path is { } path ? $"at {path}" : agent.Kind == AgentKinds.Demo ? "comes with Homeport" : "runs the program that a task names")}.");
    }

    /// <summary>Nobody has them all; only to have none is worth a warning.</summary>
    private static IEnumerable<DiagnosticCheck> Missing(IReadOnlyList<AgentView> agents)
    {
        var missing = agents.Where(agent => !agent.Installed).ToArray();
        if (missing.Length > 0)
        {
            var hasOne = agents.Any(agent => agent is { Installed: true, Path: not null });
            yield return Check(
                "other agents", hasOne ? Ok : Warning,
                $"Not installed: {string.Join(", ", missing.Select(agent => agent.Name))}.",
                hasOne ? null : missing[0].InstallCommand);
        }
    }

    private static DiagnosticCheck Check(string name, string status, string message, string? next = null) =>
        new() { Name = name, Status = status, Message = message, Next = next };
}
