using Homeport.Platform.Processes;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Testing.Containers;
using Homeport.Worker.Sandboxes;
using Homeport.Worker.Tests.Git;

namespace Homeport.Worker.Tests.Sandboxes;

/// <summary>A task's worktree, and programs that run in it under one rung of the ladder.</summary>
public abstract class ConfinedTest(Isolation kind) : GitTest
{
    private static readonly CommandLimits Limits = new() { Timeout = TimeSpan.FromSeconds(30) };

    private protected string Secret { get; private set; } = "";
    private protected WorkerOptions Options { get; set; } = null!;

    private protected string? Image { get; private set; }

    private protected TaskIsolation Isolated => new()
    {
        TaskId = Task,
        Kind = kind,
        WorktreePath = Worktree,
        Branch = Branch,
        Network = true,
        Image = Image,
    };

    public override async ValueTask InitializeAsync()
    {
        var whyNot = kind == Isolation.Container ? await MachineRungs.WhyNoContainerAsync() : await MachineRungs.WhyNoSandboxAsync();
        Assert.SkipWhen(whyNot is not null, whyNot ?? "");
        await base.InitializeAsync();
        await CreateAsync();
        Options = new WorkerOptions
        {
            Root = Repository.Data,
            Environment = new Dictionary<string, string>(Repository.Environment) { ["SECRET_TOKEN"] = "hidden", ["SSH_AUTH_SOCK"] = "/tmp/agent" },
            Program = ["/bin/false"],
            Version = "1",
            ContainerEngine = TestImage.Engine,
        };
        Image = kind == Isolation.Container ? await TestImage.EnsureAsync(Cancel) : null;
        Directory.CreateDirectory(Path.Combine(Repository.Home, ".ssh"));
        Secret = Path.Combine(Repository.Home, ".ssh", "id_ed25519");
        await File.WriteAllTextAsync(Secret, "PRIVATE KEY", Cancel);
        await File.WriteAllTextAsync(Path.Combine(Repository.Data, "auth-token"), "OWNER TOKEN", Cancel);
    }

    private protected ProcessStart Start(string script) => new()
    {
        FileName = "/bin/sh",
        Arguments = ["-c", script],
        WorkingDirectory = Worktree,
        Environment = EnvironmentAllowList.Usual.Build(Options.Environment, new Dictionary<string, string>()),
        Owner = OwnerMarker.ForRoot(Options.Root),
        Role = new ProcessRole(ProcessKind.Agent, "session", Task),
    };

    private protected async Task<Confinement> PrepareAsync(TaskIsolation? isolation = null) =>
        await ConfiningOf.Machine(Options).PrepareAsync(isolation ?? Isolated, agent: null, Cancel);

    private protected async Task<CommandResult> RunAsync(string script, TaskIsolation? isolation = null) => await Command.RunAsync(
        (await PrepareAsync(isolation)).Apply(Start(script)), default, Limits, TimeProvider.System, Cancel);

    /// <summary>The script's output; it must succeed.</summary>
    private protected async Task<string> DoAsync(string script, TaskIsolation? isolation = null)
    {
        var result = await RunAsync(script, isolation);
        Assert.True(result.IsSuccess, $"{result.Exit}\n{result.Text}\n{result.Error}");
        return result.Text.TrimEnd('\n');
    }

    /// <summary>The script must fail, and must not print any of these.</summary>
    private protected async Task<string> FailAsync(string script, params string[] never)
    {
        var result = await RunAsync(script);
        Assert.False(result.IsSuccess, $"It got through:\n{result.Text}\n{result.Error}");
        Assert.All(never, word => Assert.DoesNotContain(word, result.Text + result.Error, StringComparison.Ordinal));
        return result.Text + result.Error;
    }
}
