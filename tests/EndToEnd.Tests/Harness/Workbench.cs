using Homeport.Testing.Agents;
using Homeport.Testing.Files;
using Homeport.Testing.Models;
using Homeport.Testing.Programs;

namespace Homeport.EndToEnd.Tests.Harness;

/// <summary>
/// A person's machine for one test: a home, a data folder, repositories, agents that ask a fake model. Disposing fails when a
/// process of the test is still there.
/// </summary>
internal sealed class Workbench : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(20);

    private readonly TempFolder _folder = new();
    private readonly List<HomeportProcess> _started = [];

    private Workbench(FakeModelServer models, RealAgents? agents)
    {
        Models = models;
        Home = new AgentHome(_folder, models, agents);
    }

    public FakeModelServer Models { get; }
    public AgentHome Home { get; }

    /// <summary>Homeport's data folder.</summary>
    public string Root => _folder.At("root");

    public string Folder => _folder.Path;

    /// <summary>With the real agents in PATH.</summary>
    public static async Task<Workbench> WithRealAgentsAsync(CancellationToken cancellationToken) =>
        await WithRealAgentsAsync(new FakeModelOptions(), cancellationToken);

    /// <summary>With the real agents in PATH, and a model that does something else than echo when it is asked in plain words.</summary>
    public static async Task<Workbench> WithRealAgentsAsync(FakeModelOptions options, CancellationToken cancellationToken)
    {
        Assert.SkipWhen(RealAgents.WhyNot is not null, RealAgents.WhyNot ?? "");
        var agents = await RealAgents.InstallAsync(cancellationToken);
        return new Workbench(await FakeModelServer.StartAsync(options, cancellationToken), agents);
    }

    /// <summary>With the demo agent only, which is part of the executable.</summary>
    public static async Task<Workbench> WithDemoAgentAsync(CancellationToken cancellationToken) =>
        new(await FakeModelServer.StartAsync(new FakeModelOptions(), cancellationToken), agents: null);

    /// <summary>Starts Homeport on this data folder; again after it was stopped or killed.</summary>
    public async Task<HomeportProcess> StartAsync(CancellationToken cancellationToken) =>
        await StartAsync(Home.Variables, port: 0, cancellationToken);

    public async Task<HomeportProcess> StartAsync(IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        await StartAsync(environment, port: 0, cancellationToken);

    /// <summary>On the port of one that was stopped or killed, so that whoever was connected finds it again.</summary>
    public async Task<HomeportProcess> StartAgainAsync(HomeportProcess before, CancellationToken cancellationToken) =>
        await StartAsync(Home.Variables, before.Port, cancellationToken);

    private async Task<HomeportProcess> StartAsync(IReadOnlyDictionary<string, string> environment, int port, CancellationToken cancellationToken)
    {
        var homeport = await HomeportProcess.StartAsync(Root, environment, port, cancellationToken);
        _started.Add(homeport);
        return homeport;
    }

    /// <summary>With one commit. The name is also the folder's; spaces and any letters are welcome.</summary>
    public async Task<WorkRepository> AddRepositoryAsync(string name, CancellationToken cancellationToken) =>
        await WorkRepository.CreateAsync(_folder.At("home", "src", name), cancellationToken);

    /// <summary>The executable on this data folder, to its end: <c>stop --all</c>, for instance.</summary>
    public async Task<ProgramRun> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) => await ProgramRun.RunAsync(
        HomeportProgram.Path, [.. arguments, "--root", Root], "/", Home.Variables, EndPatience, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var homeport in _started)
        {
            await homeport.DisposeAsync();
        }

        if (_started.Count > 0 && !Planes.AreOneProcess)
        {
            // A worker outlives its host for as long as an agent works; here nobody comes back for it.
            await RunAsync(["stop", "--all"], CancellationToken.None);
        }

        await Models.DisposeAsync();
        var left = await Leftovers.SweepAsync(_folder.Path, Patience, CancellationToken.None);
        _folder.Dispose();
        Assert.True(left.Count == 0, $"These processes were left behind and had to be killed:\n{string.Join('\n', left)}");
    }
}
