using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Worker.Tests.Git;
using Homeport.Worker.Tests.Link;
using Microsoft.Extensions.Logging.Abstractions;

namespace Homeport.Worker.Tests.Runs;

/// <summary>What an agent's process learns, and what it does not.</summary>
public sealed class AgentEnvironmentTests : GitTest
{
    [Fact]
    public async Task An_agent_learns_its_worktree_branch_and_ports_and_no_secret_of_the_worker()
    {
        var told = Path.Combine(Repository.Folder, "environment");
        await RunAsync(["sh", "-c", $"env > '{told}.part'; mv '{told}.part' '{told}'"], offersNewestAcp: false);

        var lines = await File.ReadAllLinesAsync(told, Cancel);
        Assert.Subset(lines.ToHashSet(), new HashSet<string>
        {
            $"HOMEPORT_TASK={Task}", $"HOMEPORT_WORKTREE={Repository.Path}", "HOMEPORT_REPOSITORY=/code/it", "HOMEPORT_BRANCH=homeport/work",
            "HOMEPORT_BASE_BRANCH=main", "PORT=20123", "JAVA_HOME=/java",
        });
        Assert.DoesNotContain(lines, line => line.StartsWith("SECRET=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "\"protocolVersion\":1,")]
    [InlineData(true, "\"protocolVersion\":2,")]
    public async Task An_acp_agent_is_offered_version_2_only_where_it_is_switched_on(bool offersNewestAcp, string words)
    {
        var told = Path.Combine(Repository.Folder, "greeting");
        await RunAsync(["sh", "-c", $"read -r greeting; printf '%s' \"$greeting\" > '{told}.part'; mv '{told}.part' '{told}'"], offersNewestAcp);

        Assert.Contains(words, await File.ReadAllTextAsync(told, Cancel), StringComparison.Ordinal);
    }

    /// <summary>Gives a worker a turn with this agent, up to its end.</summary>
    private async Task RunAsync(string[] command, bool offersNewestAcp)
    {
        await using var host = new ScriptedHost();
        await using var worker = await WorkerApplication.StartAsync(
            new WorkerOptions
            {
                Root = Repository.Data,
                Environment = new Dictionary<string, string>(Repository.Environment) { ["SECRET"] = "ours", ["JAVA_HOME"] = "/java" },
                Program = [System.Environment.ProcessPath!],
                Version = "1",
                OffersNewestAcp = offersNewestAcp,
            },
            host.DialAsync, NullLoggerFactory.Instance, TimeProvider.System, Cancel);
        await UntilAsync(() => !host.Registrations.IsEmpty);
        await host.AssignAsync(new AssignTaskRequest
        {
            TaskId = Task,
            SessionId = "session",
            TurnId = "turn",
            LeaseToken = 7,
            Kind = TurnKind.Implement,
            AgentType = "acp",
            AgentCommand = command,
            PermissionMode = PermissionMode.Ask,
            WorktreePath = Repository.Path,
            BaseCommit = await Repository.HeadAsync(Cancel),
            Prompt = "Hello",
            Environment = new TaskEnvironment
            {
                RepositoryPath = "/code/it",
                WorktreePath = Repository.Path,
                Branch = "homeport/work",
                BaseBranch = "main",
                Ports = new Dictionary<string, int> { ["PORT"] = 20_123 },
            },
        });
        await UntilAsync(() => !host.Stored.Reports.IsEmpty);
    }

    private static async Task UntilAsync(Func<bool> isDone)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        bound.CancelAfter(TimeSpan.FromSeconds(40));
        while (!isDone())
        {
            await tick.WaitForNextTickAsync(bound.Token);
        }
    }
}
