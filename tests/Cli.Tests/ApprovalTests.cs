using System.Text.Json.Nodes;
using Homeport.Cli.Tests.Harness;
using Homeport.Testing.Git;

namespace Homeport.Cli.Tests;

/// <summary>What agents ask, answered by command line alone, and the rules that are kept of it.</summary>
public sealed class ApprovalTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_kept_with_a_pattern_and_the_second_ask_is_answered_by_the_rule()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        await StartAsync(repository, "ask-permission npm test --watch=false");
        var listed = await _shell.RunAsync("approvals", "list");
        Assert.Contains("npm test --watch=false", listed.Output, StringComparison.Ordinal);
        Assert.Contains("--always --prefix 'npm test *' --scope project", listed.Output, StringComparison.Ordinal);

        var answered = await _shell.RunAsync("approvals", "answer", "--always", "--prefix", "npm t *", "--scope", "everywhere");
        Assert.Equal((0, "Answered: npm test --watch=false\nKept: npm t * (everywhere)\n"), (answered.ExitCode, answered.Output));
        await _shell.JsonAsync(repository.Path, "task", "wait", "last", "--timeout", "60");
        var second = await _shell.JsonAsync(repository.Path, "task", "create", "--agent", "demo", "--mode", "ask", "--wait", "--timeout", "60", "ask-permission npm t a");

        Assert.Equal("done", second["task"]!["state"]!.GetValue<string>());
        Assert.Contains("rule “npm t *”", (await _shell.RunAsync("approvals", "list", "--task", "last", "--all")).Output, StringComparison.Ordinal);
        Assert.Contains("by rule “npm t *”", (await _shell.RunAsync("logs", "last")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_answer_wins_and_the_second_is_told_whose_it_was()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        await StartAsync(repository, "ask-permission make");
        var id = (await _shell.JsonAsync(repository.Path, "approvals", "list"))["approvals"]![0]!["id"]!.GetValue<string>();

        Assert.Equal(0, (await _shell.RunAsync("approvals", "answer", id[^6..], "--deny", "--reason", "not here")).ExitCode);
        var late = await _shell.RunAsync("approvals", "answer", id, "--allow");
        var unknown = await _shell.RunAsync("approvals", "answer", "ffffffff", "--allow");

        Assert.Equal(1, late.ExitCode);
        Assert.Matches("denied this at ..:..:.. UTC", late.Errors);
        Assert.Equal(1, unknown.ExitCode);
        await _shell.JsonAsync(repository.Path, "task", "wait", "last", "--timeout", "60");
        Assert.Contains("Reason: not here", (await _shell.RunAsync("logs", "last")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_are_added_listed_tested_and_removed()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);

        Assert.Equal(0, (await _shell.RunAsync("rules", "add", "allow", "--prefix", "npm test *", "--everywhere")).ExitCode);
        Assert.Equal(0, (await _shell.RunAsync("rules", "add", "deny", "--prefix", "git push *", "--everywhere", "--name", "never push")).ExitCode);
        var wide = await _shell.RunAsync("rules", "add", "allow", "--prefix", "sudo *", "--everywhere");
        var nothing = await _shell.RunAsync("rules", "add", "allow", "--everywhere");
        var allowed = await _shell.RunAsync("rules", "test", "npm test -- a");
        var denied = await _shell.RunAsync("rules", "test", "npm test && git push");
        var asked = await _shell.JsonAsync(repository.Path, "rules", "test", "--tool", "WebFetch");

        Assert.Equal((1, 2), (wide.ExitCode, nothing.ExitCode));
        Assert.Contains("runs whatever follows it", wide.Errors, StringComparison.Ordinal);
        Assert.Equal("allow: The rule “npm test *” (everywhere) allows it.\n", allowed.Output);
        Assert.Equal("deny: The rule “never push” (everywhere) denies it.\n  allow  npm test by “npm test *”\n  deny   git push by “never push”\n", denied.Output);
        Assert.Equal("ask", asked["effect"]!.GetValue<string>());
        var lines = (await _shell.RunAsync("rules", "ls")).Output.TrimEnd().Split('\n').Select(line => line.Split('\t')[1..]).ToArray();
        Assert.Equal([["deny", "shell", "prefix: git push *", "everywhere", "any", "never push"], ["allow", "shell", "prefix: npm test *", "everywhere", "any", "npm test *"]], lines);
        Assert.Equal("Removed: never push\n", (await _shell.RunAsync("rules", "rm", "never push")).Output);
        Assert.Equal(1, (await _shell.RunAsync("rules", "rm", "never push")).ExitCode);
        Assert.StartsWith("ask:", (await _shell.RunAsync("rules", "test", "git push")).Output, StringComparison.Ordinal);
    }

    private async Task<JsonObject> StartAsync(TestRepository repository, string prompt) => await _shell.JsonAsync(
        repository.Path, "task", "create", "--add", "--agent", "demo", "--mode", "ask", "--wait", "--timeout", "60", prompt);

    private Task<Server> ServeAsync(TestRepository repository)
    {
        _shell.Environment["HOME"] = repository.Home;
        return _shell.ServeAsync("--allow", repository.Folder);
    }
}
