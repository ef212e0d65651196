using System.Text.Json.Nodes;
using Homeport.Cli.Tests.Harness;

namespace Homeport.Cli.Tests;

public sealed class BackendTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory, InlineData("status"), InlineData("stop"), InlineData("open"), InlineData("task list"), InlineData("logs abcd"), InlineData("call getHealth")]
    public async Task Without_a_host_every_command_ends_with_4_and_says_how_to_start_one(string command)
    {
        var run = await _shell.RunAsync(command.Split(' '));

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("homeport serve", run.Errors + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_host_the_problem_is_one_JSON_value_where_that_was_asked_for()
    {
        var list = await _shell.RunAsync("task", "list", "--json");
        var status = await _shell.RunAsync("status", "--json");

        Assert.Equal(4, list.ExitCode);
        Assert.Equal("not_running", CommandLine.One(list)["code"]!.GetValue<string>());
        Assert.Equal("", list.Errors);
        Assert.Equal(4, status.ExitCode);
        Assert.False(CommandLine.One(status)["running"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Status_tells_where_it_runs_and_stop_ends_it()
    {
        await using var server = await _shell.ServeAsync();

        var status = await _shell.JsonAsync(_shell.Home, "status");
        Assert.True(status["running"]!.GetValue<bool>());
        Assert.Equal(server.Port, status["port"]!.GetValue<int>());
        Assert.Equal(server.Id, status["pid"]!.GetValue<int>());
        Assert.Equal("sqlite", status["health"]!["store"]!.GetValue<string>());

        var stopped = await _shell.JsonAsync(_shell.Home, "stop");
        Assert.True(stopped["stopped"]!.GetValue<bool>());
        Assert.Equal(server.Id, stopped["pid"]!.GetValue<int>());
        Assert.Equal(0, await server.ExitAsync());
        Assert.False(File.Exists(Path.Combine(_shell.Root, "server.json")));
    }

    [Fact]
    public async Task Open_without_a_browser_prints_a_link_that_works_once()
    {
        await using var server = await _shell.ServeAsync();

        var opened = await _shell.JsonAsync(_shell.Home, "open");

        Assert.False(opened["opened"]!.GetValue<bool>());
        var url = new Uri(opened["url"]!.GetValue<string>());
        Assert.Equal(server.Port, url.Port);
        Assert.NotEqual("", url.Fragment);
    }

    [Fact]
    public async Task Open_hands_the_link_to_the_browser_of_the_environment()
    {
        var seen = Path.Combine(_shell.Home, "seen");
        var browser = Path.Combine(_shell.Home, "browser");
        await File.WriteAllTextAsync(browser, $"#!/bin/sh\necho \"$1\" > '{seen}'\n", TestContext.Current.CancellationToken);
        await _shell.ShellAsync($"chmod 700 '{browser}'");
        _shell.Environment["BROWSER"] = browser;
        await using var server = await _shell.ServeAsync();

        var opened = await _shell.JsonAsync(_shell.Home, "open");

        Assert.True(opened["opened"]!.GetValue<bool>());
        Assert.Equal(opened["url"]!.GetValue<string>(), (await File.ReadAllTextAsync(seen, TestContext.Current.CancellationToken)).Trim());
    }

    [Fact]
    public async Task Call_runs_any_operation_with_a_request_from_the_line_a_file_or_standard_input()
    {
        await using var server = await _shell.ServeAsync();
        var file = Path.Combine(_shell.Home, "request.json");
        await File.WriteAllTextAsync(file, """{"limit": 5}""", TestContext.Current.CancellationToken);

        string[] lines =
        [
            "homeport call listUnitTasks", """homeport call listUnitTasks --json '{"limit": 5}'""",
            "homeport call listUnitTasks --json @request.json", "homeport call listUnitTasks --json - < request.json",
        ];
        foreach (var line in lines)
        {
            var run = await _shell.ShellAsync(line);
            Assert.True(run.ExitCode == 0, $"{line}: {run.Output}{run.Errors}");
            Assert.IsType<JsonArray>(CommandLine.One(run)["tasks"]);
        }
    }

    [Theory]
    [InlineData("{\"limit\":", 2, "invalid_request")]
    [InlineData("[1]", 2, "invalid_request")]
    [InlineData("@/nowhere/at/all.json", 2, "invalid_request")]
    [InlineData("{\"limit\": \"many\"}", 1, "invalid_request")]
    public async Task Call_refuses_what_is_no_request(string request, int exitCode, string code)
    {
        await using var server = await _shell.ServeAsync();

        var run = await _shell.RunAsync("call", "listUnitTasks", "--json", request);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(code, CommandLine.One(run)["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Call_of_an_unknown_operation_says_so()
    {
        await using var server = await _shell.ServeAsync();

        var run = await _shell.RunAsync("call", "makeCoffee");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("unknown_operation", CommandLine.One(run)["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Doctor_works_with_and_without_a_host_and_each_failure_says_what_to_do()
    {
        var before = CommandLine.One(await _shell.RunAsync("doctor", "--json", "--port", "0"));
        await using var server = await _shell.ServeAsync();
        var during = CommandLine.One(await _shell.RunAsync("doctor", "--json"));

        Assert.False(before["running"]!.GetValue<bool>());
        Assert.True(during["running"]!.GetValue<bool>());
        foreach (var report in (JsonObject[])[before, during])
        {
            var checks = report["checks"]!.AsArray().Select(check => check!.AsObject()).ToArray();
            string[] names = ["data folder", "git", "sqlite", "disk", "web", "agent demo", "other agents"];
            Assert.All(names, name => Assert.Contains(checks, check => check["name"]!.GetValue<string>() == name));
            Assert.All(
                checks.Where(check => check["status"]!.GetValue<string>() == "failed"),
                check => Assert.False(string.IsNullOrEmpty(check["next"]?.GetValue<string>()), check.ToJsonString()));
        }
    }

    [Fact]
    public async Task Doctor_finds_a_folder_that_others_can_read_and_a_PID_file_that_is_left()
    {
        await using (var killed = await _shell.ServeAsync())
        {
            killed.Signal("KILL");
            await killed.ExitAsync();
        }

        await _shell.ShellAsync($"chmod 755 '{_shell.Root}'");
        var run = await _shell.RunAsync("doctor", "--port", "0");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"chmod 700 '{_shell.Root}'", run.Output, StringComparison.Ordinal);
        Assert.Contains("PID file is left", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_one_line_or_one_value()
    {
        Assert.Matches(@"^homeport \d+\.\d+\.\d+ ", (await _shell.RunAsync("version")).Output);
        Assert.Matches(@"^\d+\.\d+\.\d+$", (await _shell.JsonAsync(_shell.Home, "version"))["version"]!.GetValue<string>());
    }
}
