using System.Text.Json.Nodes;
using Homeport.Cli.Tests.Harness;
using Homeport.Testing.Git;

namespace Homeport.Cli.Tests;

/// <summary>Tasks of the demo agent on a real repository, by command line alone.</summary>
public sealed class TaskTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_task_is_created_approved_reviewed_and_merged()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);

        var asked = await _shell.JsonAsync(
            repository.Path, "task", "create", "--add", "--agent", "demo", "--mode", "ask", "--wait", "--timeout", "60", "write-file hello.txt from the command line");
        Assert.Equal("waiting", State(asked));
        var id = asked["task"]!["id"]!.GetValue<string>();

        var pending = await _shell.JsonAsync(repository.Path, "task", "approve", id);
        var approval = Assert.Single(pending["approvals"]!.AsArray())!;
        Assert.Equal("permission", approval["kind"]!.GetValue<string>());
        Assert.Contains("task approve", (await _shell.RunAsync("task", "approve", id)).Output, StringComparison.Ordinal);

        var done = await _shell.JsonAsync(repository.Path, "task", "approve", "last", "--allow", "--wait", "--timeout", "60");
        Assert.Equal("in_review", State(done));

        var diff = await _shell.RunAsync("task", "diff", id);
        Assert.Contains("+++ b/hello.txt\n@@ -0,0 +1 @@\n+from the command line\n", diff.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", diff.Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(repository.Folder, "task.diff"), diff.Output, Token);
        await repository.GitAsync(["apply", "--check", Path.Combine(repository.Folder, "task.diff")], Token);
        var files = await _shell.JsonAsync(repository.Path, "task", "diff", id);
        Assert.Equal("hello.txt", Assert.Single(files["files"]!.AsArray())!["path"]!.GetValue<string>());

        var merged = await _shell.JsonAsync(repository.Path, "task", "merge", id, "--strategy", "squash", "--message", "say hello");
        Assert.Equal("done", State(merged));
        Assert.Equal(merged["commit"]!.GetValue<string>(), await repository.GitAsync(["rev-parse", "main"], Token));
        Assert.Equal("from the command line", await repository.GitAsync(["show", "main:hello.txt"], Token));
        Assert.Equal("say hello", await repository.GitAsync(["log", "-1", "--format=%s", "main"], Token));
    }

    [Fact]
    public async Task A_refusal_reaches_the_agent_and_logs_tell_the_story()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        await _shell.JsonAsync(repository.Path, "task", "create", "--add", "--agent", "demo", "--wait", "write-file hello.txt");

        var denied = await _shell.JsonAsync(repository.Path, "task", "approve", "last", "--deny", "--reason", "not now", "--wait");
        var logs = await _shell.RunAsync("logs", "last");
        var followed = await _shell.RunAsync("logs", "-f", "last", "--json");

        Assert.NotEqual("waiting", State(denied));
        Assert.Contains("> write-file hello.txt", logs.Output, StringComparison.Ordinal);
        Assert.Contains("You said no, so hello.txt stays as it is.", logs.Output, StringComparison.Ordinal);
        Assert.Equal(0, followed.ExitCode);
        var kinds = followed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!["kind"]!.GetValue<string>()).ToArray();
        Assert.Contains("approval_resolved", kinds);
        Assert.Contains("turn_ended", kinds);
    }

    [Fact]
    public async Task A_question_is_answered_and_a_follow_up_is_sent_from_standard_input()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        var asked = await _shell.JsonAsync(repository.Path, "task", "create", "--add", "--agent", "demo", "--wait", "question");
        Assert.Equal("question", asked["task"]!["waitingReason"]!.GetValue<string>());

        var tooMany = await _shell.RunAsync("task", "approve", "last", "--answer", "Blue", "--answer", "Red");
        await _shell.JsonAsync(repository.Path, "task", "approve", "last", "--answer", "Blue", "--wait");
        var prompted = await _shell.ShellAsync("echo 'usage' | homeport task prompt last --wait --json");

        Assert.Equal(2, tooMany.ExitCode);
        Assert.True(prompted.ExitCode == 0, prompted.Output + prompted.Errors);
        Assert.Contains("You chose:", (await _shell.RunAsync("logs", "last")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_works_too_long_ends_the_wait_with_5_and_can_be_stopped()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);

        var waited = await _shell.RunInAsync(
            repository.Path, "task", "create", "--add", "--agent", "demo", "--wait", "--timeout", "2", "--json", "hang");
        var stopped = await _shell.JsonAsync(repository.Path, "task", "stop", "last");

        Assert.Equal(5, waited.ExitCode);
        Assert.Equal("timeout", CommandLine.One(waited)["code"]!.GetValue<string>());
        Assert.NotEqual("running", State(stopped));
    }

    [Fact]
    public async Task A_repository_that_is_no_project_is_added_only_when_asked_to()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);

        var refused = await _shell.RunInAsync(repository.Path, "task", "create", "--agent", "demo", "hello");
        var nowhere = await _shell.RunInAsync(repository.Home, "task", "create", "--agent", "demo", "hello");
        var created = await _shell.JsonAsync(Path.Combine(repository.Path, "src"), "task", "create", "--add", "--agent", "demo", "hello");
        var again = await _shell.JsonAsync(repository.Path, "task", "create", "--agent", "demo", "--project", "app", "hello again");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--add", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(2, nowhere.ExitCode);
        Assert.Equal("draft", State(created));
        Assert.Equal(created["task"]!["repositoryGroupId"]!.GetValue<string>(), again["task"]!["repositoryGroupId"]!.GetValue<string>());
        var listed = await _shell.RunAsync("task", "list");
        Assert.Equal(2, listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(1, (await _shell.RunAsync("task", "show", "ffffffff-does-not-exist")).ExitCode);
    }

    [Fact]
    public async Task Stopping_the_server_leaves_an_agent_that_works_and_stopping_all_leaves_none()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        await _shell.RunInAsync(repository.Path, "task", "create", "--add", "--agent", "demo", "--wait", "--timeout", "2", "hang");

        Assert.Equal(0, (await _shell.RunAsync("stop")).ExitCode);
        Assert.Equal(0, await server.ExitAsync());
        Assert.Contains(repository.Home, await AgentsAsync(), StringComparison.Ordinal);

        Assert.Equal(0, (await _shell.RunAsync("stop", "--all")).ExitCode);
        Assert.Equal("", await AgentsAsync());

        async Task<string> AgentsAsync() => (await _shell.ShellAsync(
            $"grep -lsF -e 'HOMEPORT_OWNER=' /proc/[0-9]*/environ | while read -r file; do tr '\\0' '\\n' < \"$file\" | grep -F -e 'HOME={repository.Home}'; done; true")).Output;
    }

    private Task<Server> ServeAsync(TestRepository repository)
    {
        _shell.Environment["HOME"] = repository.Home;
        return _shell.ServeAsync("--allow", repository.Folder);
    }

    private static string State(JsonObject result) => result["task"]!["state"]!.GetValue<string>();
}
