using System.Collections.Concurrent;

namespace Homeport.EndToEnd.Tests.Harness;

/// <summary>One running Homeport for each kind of agent, made when the first test wants it, so that no test pays for it twice.</summary>
public sealed class AgentDesks : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<AgentDesk>>> _desks = new(StringComparer.Ordinal);

    internal Task<AgentDesk> ForAsync(string kind) =>
        _desks.GetOrAdd(kind, _ => new(() => AgentDesk.CreateAsync(TestContext.Current.CancellationToken))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var desk in _desks.Values.Where(desk => desk.Value.IsCompletedSuccessfully))
        {
            await (await desk.Value).DisposeAsync();
        }
    }
}

/// <summary>A workbench with the real agents, a Homeport that runs, somebody connected to it, and one project.</summary>
internal sealed record AgentDesk(Workbench Bench, Person Person, string Project) : IAsyncDisposable
{
    public static async Task<AgentDesk> CreateAsync(CancellationToken cancellationToken)
    {
        var bench = await Workbench.WithRealAgentsAsync(cancellationToken);
        var person = await Person.ConnectAsync(await bench.StartAsync(cancellationToken), cancellationToken);
        return new(bench, person, await person.AddAsync(await bench.AddRepositoryAsync("work", cancellationToken), cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await Person.DisposeAsync();
        await Bench.DisposeAsync();
    }
}
