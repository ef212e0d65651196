using Homeport.Testing.Programs;

namespace Homeport.EndToEnd.Tests.Harness;

/// <summary>A repository of the person at the workbench, at a place of the test's choice.</summary>
internal sealed class WorkRepository
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private WorkRepository(string path) => Path = path;

    public string Path { get; }

    /// <summary>Branch <c>main</c>, no commit yet. The folder is made; spaces and any letters are welcome in its name.</summary>
    public static async Task<WorkRepository> InitAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(path);
        var repository = new WorkRepository(path);
        await repository.GitAsync(["init", "--quiet", "--initial-branch=main"], cancellationToken);
        return repository;
    }

    /// <summary>With one commit that holds a README.md.</summary>
    public static async Task<WorkRepository> CreateAsync(string path, CancellationToken cancellationToken)
    {
        var repository = await InitAsync(path, cancellationToken);
        await repository.WriteAsync("README.md", "# A test\n", cancellationToken);
        await repository.CommitAsync("Start", cancellationToken);
        return repository;
    }

    public async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text, cancellationToken);
    }

    /// <summary>Commits everything, untracked files included, and returns the commit.</summary>
    public async Task<string> CommitAsync(string message, CancellationToken cancellationToken)
    {
        await GitAsync(["add", "--all"], cancellationToken);
        await GitAsync(["commit", "--quiet", "--allow-empty", "--message", message], cancellationToken);
        return await HeadAsync("HEAD", cancellationToken);
    }

    public async Task<string> HeadAsync(string revision, CancellationToken cancellationToken) =>
        (await GitAsync(["rev-parse", "--verify", "--end-of-options", revision], cancellationToken)).Trim();

    /// <summary>A file's text as committed, for instance <c>main</c>, <c>hello.txt</c>.</summary>
    public async Task<string> ShowAsync(string revision, string file, CancellationToken cancellationToken) =>
        await GitAsync(["show", $"{revision}:{file}"], cancellationToken);

    /// <summary>What git prints. Fails the test when git fails.</summary>
    public async Task<string> GitAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var run = await TryGitAsync(arguments, cancellationToken);
        return run.MustSucceed($"git {string.Join(' ', arguments)}").Output;
    }

    public async Task<ProgramRun> TryGitAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        await ProgramRun.RunAsync("git", arguments, Path, Variables(), Limit, cancellationToken);

    private static Dictionary<string, string> Variables() => new()
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
        ["HOME"] = System.IO.Path.GetTempPath(),
        ["LANG"] = "C.UTF-8",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_AUTHOR_NAME"] = "Ada",
        ["GIT_AUTHOR_EMAIL"] = "ada@example.org",
        ["GIT_COMMITTER_NAME"] = "Ada",
        ["GIT_COMMITTER_EMAIL"] = "ada@example.org",
    };
}
