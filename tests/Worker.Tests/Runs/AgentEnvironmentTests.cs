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
        await using var host = new ScriptedHost();
        await using var worker = await WorkerApplication.StartAsync(
            new WorkerOptions
            {
                Root = Repository.Data,
                Environment = new Dictionary<string, string>(Repository.Environment) { ["SECRET"] = "ours", ["JAVA_HOME"] = "/java" },
                Program = [System.Environment.ProcessPath!],
                Version = "1",
            },
            host.DialAsync, NullLoggerFactory.Instance, TimeProvider.System, Cancel);
        var told = Path.Combine(Repository.Folder, "environment");

        await UntilAsync(() => !host.Registrations.IsEmpty);
        await host.AssignAsync(new AssignTaskRequest
        {
            TaskId = Task,
            SessionId = "session",
            TurnId = "turn",
            LeaseToken = 7,
            Kind = TurnKind.Implement,
            AgentType = "acp",
            AgentCommand = ["sh", "-c", $"env > '{told}.part'; mv '{told}.part' '{told}'"],
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

        var lines = await File.ReadAllLinesAsync(told, Cancel);
        Assert.Subset(lines.ToHashSet(), new HashSet<string>
        {
            $"HOMEPORT_TASK={Task}", $"HOMEPORT_WORKTREE={Repository.Path}", "HOMEPORT_REPOSITORY=/code/it", "HOMEPORT_BRANCH=homeport/work",
            "HOMEPORT_BASE_BRANCH=main", "PORT=20123", "JAVA_HOME=/java",
        });
        Assert.DoesNotContain(lines, line => line.StartsWith("SECRET=", StringComparison.Ordinal));
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
