using System.Text.Json.Nodes;
using Homeport.Cli.Tests.Harness;
using Homeport.Testing.Git;

namespace Homeport.Cli.Tests;

/// <summary>A race of demo agents on a real repository, by command line alone.</summary>
public sealed class RaceTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_race_is_started_verified_shown_and_one_is_kept()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        _shell.Environment["HOME"] = repository.Home;
        await using var server = await _shell.ServeAsync("--allow", repository.Folder);

        var started = await _shell.JsonAsync(
            repository.Path, "race", "start", "--add", "--runner", "demo:swift,mode=accept_edits", "--runner", "demo:careful,mode=accept-edits",
            "--verify", "test -f hello.txt && echo \"2 passed in 0.01s\"", "write-file hello.txt");
        var id = started["race"]!["id"]!.GetValue<string>();
        var shown = await UntilAsync(repository, race => Verified(race, 0) == "passed" && Verified(race, 1) == "passed");
        var table = await _shell.RunAsync("race", "show", id);
        Assert.Contains("demo:swift, accept_edits\tin_review", table.Output, StringComparison.Ordinal);
        Assert.Contains("passed: 2 passed, 0 failed", table.Output, StringComparison.Ordinal);
        Assert.Contains(id, (await _shell.RunAsync("race", "list", "--open")).Output, StringComparison.Ordinal);
        Assert.Single(shown["tasks"]!.AsArray().Select(task => task!["baseCommit"]!.GetValue<string>()).Distinct());

        Assert.Equal(2, (await _shell.RunAsync("race", "keep", id, "demo")).ExitCode); // which of them?
        Assert.Equal(0, (await _shell.RunAsync("race", "keep", id, "2")).ExitCode);
        var kept = await UntilAsync(repository, race => race["race"]!["state"]!.GetValue<string>() == "kept");
        Assert.Equal(kept["race"]!["runners"]![1]!["taskId"]!.GetValue<string>(), kept["race"]!["winnerTaskId"]!.GetValue<string>());
        var late = await _shell.RunAsync("race", "keep", id, "1");
        Assert.Equal(1, late.ExitCode);
        Assert.Contains("kept another runner", late.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("demo --runner demo,mode=never")]
    [InlineData("demo --runner ,mode=plan")]
    public async Task Runners_that_make_no_sense_are_refused(string runners)
    {
        var run = await _shell.RunAsync(["race", "start", "--runner", .. runners.Split(' '), "Do it"]);

        Assert.Equal(2, run.ExitCode);
    }

    private async Task<JsonObject> UntilAsync(TestRepository repository, Func<JsonObject, bool> isSo)
    {
        for (var tries = 0; ; tries++)
        {
            var shown = await _shell.JsonAsync(repository.Path, "race", "show", "last");
            if (isSo(shown))
            {
                return shown;
            }

            Assert.True(tries < 300, shown.ToJsonString());
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Token);
        }
    }

    private static string? Verified(JsonObject shown, int runner) => shown["race"]!["runners"]![runner]!["verification"]?["state"]!.GetValue<string>();
}
