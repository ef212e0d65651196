using System.Text.Json.Nodes;
using Homeport.Cli.Tests.Harness;

namespace Homeport.Cli.Tests;

/// <summary>MCP servers by command line alone.</summary>
public sealed class McpServerTests : IAsyncLifetime
{
    private readonly CommandLine _shell = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _shell.RunAsync("stop", "--all");
        _shell.Dispose();
    }

    [Fact]
    public async Task A_server_is_added_shown_switched_on_and_off_and_removed_without_its_values()
    {
        await using var server = await _shell.ServeAsync();

        var added = await _shell.RunAsync("mcp", "server", "add", "docs", "--env", "DOCS_KEY=hunter2-and-more", "--", "cat", "--number");
        Assert.Contains("docs is off, for all projects", added.Output, StringComparison.Ordinal);
        Assert.Contains("DOCS_KEY: a value that is not shown", added.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", added.Output, StringComparison.Ordinal);
        await _shell.RunAsync("mcp", "server", "add", "web", "--url", "https://mcp.example/?key=secret", "--header", "X-Key: hunter2-and-more");

        var enabled = JsonNode.Parse((await _shell.RunAsync("mcp", "server", "enable", "docs", "--json")).Output)!["server"]!;
        Assert.True(enabled["enabled"]!.GetValue<bool>());
        Assert.Equal(64, enabled["files"]![0]!["hash"]!.GetValue<string>().Length);

        var lines = (await _shell.RunAsync("mcp", "server", "list")).Output.TrimEnd().Split('\n');
        Assert.Equal(["docs\ton\tall projects\tstdio\tcat --number", "web\toff\tall projects\thttp\thttps://mcp.example/?key=…"], lines);
        Assert.Contains("docs is off", (await _shell.RunAsync("mcp", "server", "disable", "docs")).Output, StringComparison.Ordinal);
        Assert.Equal("docs is forgotten, with its values.\n", (await _shell.RunAsync("mcp", "server", "remove", "docs")).Output);
        var gone = await _shell.RunAsync("mcp", "server", "show", "docs");
        Assert.NotEqual(0, gone.ExitCode);
        Assert.Contains("no MCP server 'docs'", gone.Errors, StringComparison.Ordinal);
    }
}
