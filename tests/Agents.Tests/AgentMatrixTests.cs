using System.Text;
using Homeport.Protocol.Agents;
using Homeport.Testing.Agents;
using Homeport.Testing.Files;

namespace Homeport.Agents.Tests;

/// <summary>
/// The tables in docs/agents.md: what can be done with each agent, and what of it the tests do. HOMEPORT_UPDATE=1 prints them anew.
/// </summary>
public sealed class AgentMatrixTests
{
    private const string Begin = "<!-- printed by AgentMatrixTests: begin -->\n";
    private const string End = "<!-- printed by AgentMatrixTests: end -->";

    private static readonly (string Name, Func<AgentCapabilities, bool?> Of, LiveScenario? ShownBy)[] Capabilities =
    [
        ("asks", can => can.Approvals, LiveScenario.Deny),
        ("resume", can => can.Resume, LiveScenario.Resume),
        ("usage", can => can.Usage, LiveScenario.WriteFile),
        ("commands", can => can.SlashCommands, LiveScenario.WriteFile),
        ("steer", can => can.Steer, null),
        ("rewind", can => can.Rewind, null),
        ("fork", can => can.Fork, null),
        ("images", can => can.Images, null),
        ("files", can => can.EmbeddedContext, null),
        ("modes", can => can.Modes, null),
        ("models", can => can.Models, null),
        ("MCP", can => can.Mcp, null),
        ("plans", can => can.Plans, null),
        ("compact", can => can.Compact, null),
    ];

    private static readonly (LiveScenario Scenario, string Name, string[] Recordings)[] Scenarios =
    [
        (LiveScenario.WriteFile, "write a file", ["write-file", "permission-approve", "apply-patch"]),
        (LiveScenario.Deny, "a no", ["permission-deny"]),
        (LiveScenario.Interrupt, "stop", ["interrupt", "cancel"]),
        (LiveScenario.Resume, "go on later", ["resume", "load-2"]),
        (LiveScenario.LongStream, "long answer", ["long-stream"]),
        (LiveScenario.Overload, "overload", ["error-529"]),
        (LiveScenario.Crash, "crash", ["after-kill"]),
    ];

    /// <summary>What <c>StandInAgentTests</c> do with scripts in the place of agents that cannot be run.</summary>
    private static readonly Dictionary<string, LiveScenario[]> StandIns = new()
    {
        [AgentKinds.Aider] = [LiveScenario.WriteFile, LiveScenario.Interrupt, LiveScenario.Resume, LiveScenario.Crash],
        [AgentKinds.Amp] = [LiveScenario.WriteFile, LiveScenario.Resume],
    };

    [Fact]
    public void The_tables_in_the_documentation_are_as_the_code_and_the_tests_are()
    {
        var path = SourceTree.At("docs", "agents.md");
        var text = File.ReadAllText(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= Begin.Length && end >= begin, $"{path} has no place for the tables.");

        if (Environment.GetEnvironmentVariable("HOMEPORT_UPDATE") == "1")
        {
            File.WriteAllText(path, text[..begin] + Print() + text[end..]);
        }
        else
        {
            Assert.Equal(Print(), text[begin..end]);
        }
    }

    [Fact]
    public void What_runs_live_is_an_agent_of_ours() =>
        Assert.All(LiveAgents.Scenarios.Keys, kind => Assert.NotNull(AgentCatalog.Find(kind)));

    [Fact]
    public void An_agent_that_asks_for_nothing_is_refused_nothing() => Assert.All(
        LiveAgents.Scenarios,
        agent => Assert.Equal(AgentCatalog.Find(agent.Key)!.Capabilities.Approvals, agent.Value.Contains(LiveScenario.Deny)));

    private static string Print()
    {
        var table = new StringBuilder();
        Row(table, ["agent", .. Capabilities.Select(capability => capability.Name)]);
        Row(table, [.. Enumerable.Repeat("---", Capabilities.Length + 1)]);
        foreach (var adapter in AgentCatalog.All)
        {
            Row(table, [adapter.Name, .. Capabilities.Select(capability => Cell(adapter, capability.Of(adapter.Capabilities), capability.ShownBy))]);
        }

        table.Append('\n');
        Row(table, ["agent", .. Scenarios.Select(scenario => scenario.Name)]);
        Row(table, [.. Enumerable.Repeat("---", Scenarios.Length + 1)]);
        foreach (var adapter in AgentCatalog.All.Where(adapter => adapter.Kind is not (AgentKinds.Acp or AgentKinds.Demo) && !AgentKinds.IsTerminal(adapter.Kind)))
        {
            Row(table, [adapter.Name, .. Scenarios.Select(scenario => Evidence(adapter.Kind, scenario.Scenario))]);
        }

        return table.ToString();
    }

    private static string Cell(IAgentAdapter adapter, bool? can, LiveScenario? shownBy) => can switch
    {
        null => "?",
        false => "no",
        true => shownBy is { } scenario && LiveAgents.Scenarios.TryGetValue(adapter.Kind, out var live) && live.Contains(scenario)
            ? "**yes**"
            : "yes",
    };

    private static string Evidence(string kind, LiveScenario scenario)
    {
        if (LiveAgents.Scenarios.TryGetValue(kind, out var live) && live.Contains(scenario))
        {
            return "live";
        }

        var names = Scenarios.Single(entry => entry.Scenario == scenario).Recordings;
        var folder = SourceTree.At("tests", "Agents.Tests", "Transcripts", kind.Replace('_', '-'));
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any(file => names.Any(name => Path.GetFileName(file).Contains(name, StringComparison.Ordinal)))
            ? "transcript"
            : StandIns.TryGetValue(kind, out var scripts) && scripts.Contains(scenario) ? "stand-in" : "–";
    }

    private static void Row(StringBuilder table, IEnumerable<string> cells) => table.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
