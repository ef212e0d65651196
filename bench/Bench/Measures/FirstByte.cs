using System.Text.Json.Nodes;
using Homeport.Agents;
using Homeport.Bench.Figures;
using Homeport.Bench.Load;
using Homeport.Bench.Programs;
using Homeport.Testing.Agents;
using Homeport.Testing.Models;

namespace Homeport.Bench.Measures;

/// <summary>
/// The real agents' programs, with a model on this machine behind them: from the request to start a task that works in place, so
/// that no worktree is made, to the first byte that the agent writes; and the same program started by hand with the same command
/// line, environment, folder and first words. The byte is seen on the agent's own standard output, on both sides by the same script.
/// </summary>
internal static class FirstByte
{
    private const int Repetitions = 3; // of some seconds, for each of eight agents

    public static async Task RunAsync(Settings settings, Report report)
    {
        if (RealAgents.WhyNot is { } reason)
        {
            throw new PlatformNotSupportedException(reason);
        }

        var agents = await RealAgents.InstallAsync(CancellationToken.None);
        await using var models = await FakeModelServer.StartAsync(new FakeModelOptions(), CancellationToken.None);
        using var folder = new BenchFolder();
        var scripts = folder.TakeAgents(models, agents);
        var repository = await GitRepository.CreateAsync(folder, 10);
        var watched = new Dictionary<string, WatchedAgent>();
        foreach (var kind in LiveAgents.Scenarios.Keys)
        {
            watched[kind] = await WatchedAgent.CreateAsync(scripts, Path.Combine(agents.Programs, AgentCatalog.Find(kind)!.Probe.Executables[0]));
        }

        await using var server = await HomeportServer.StartWithWorkerAsync(settings, folder);
        var project = await server.AddRepositoryAsync(repository.Path);
        await using var watch = await EventWatch.OpenAsync(server, "\"tasks\",\"sessions\"");
        foreach (var kind in LiveAgents.Scenarios.Keys)
        {
            List<double> ours = [], byHand = [];
            for (var round = 0; round <= Repetitions; round++)
            {
                ours.Add(await StartAsync(server, watch, project, kind, watched[kind]));
                byHand.Add(await watched[kind].StartByHandAsync());
            }

            // The first warms up, and is the one that tells how it is started.
            report.Add(Figure.Against(
                "started by hand", $"start pressed → first byte of {AgentCatalog.Find(kind)!.Name}", "ms", ours[1..], byHand[1..]));
        }
    }

    private static async Task<double> StartAsync(HomeportServer server, EventWatch watch, string project, string kind, WatchedAgent agent)
    {
        var created = await server.PostAsync("/api/tasks", new JsonObject
        {
            ["repositoryGroupId"] = project,
            ["prompt"] = "Say hello.",
            ["agentType"] = kind,
            ["permissionMode"] = LiveAgents.Mode(kind),
            ["confirmBypass"] = LiveAgents.Mode(kind),
            ["isolation"] = "in_place",
        });
        var task = created["task"]!["id"]!.GetValue<string>();
        agent.Reset();
        var at = WatchedAgent.Now();
        await server.PostAsync($"/api/tasks/{task}/start", []);
        JsonObject? last = null;
        await watch.WhenAsync(entry =>
            (last = EventWatch.TaskOf(entry, task))?["state"]!.GetValue<string>() is "in_review" or "approved" or "done" or "failed");
        if (last!["state"]!.GetValue<string>() == "failed")
        {
            throw new InvalidOperationException($"{kind} failed: {last["failure"]?.ToJsonString()}");
        }

        var took = await agent.SinceAsync(at);
        await server.DeleteAsync($"/api/tasks/{task}");

        // Its agent waits for the next prompt no longer, so that the next one has the machine for itself.
        await watch.WhenAsync(entry => entry["kind"]!.GetValue<string>() == "session_ended" && entry["taskId"]!.GetValue<string>() == task);
        return took;
    }
}
