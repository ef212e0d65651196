using System.Text.Json.Nodes;
using Homeport.Host.Tests.Commands;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Mcp;
using Homeport.Rpc;

namespace Homeport.Host.Tests.Mcp;

/// <summary>MCP servers are written down off, agreed to as they are, and kept secret. Over both stores.</summary>
public abstract class McpServerTests : CommandsTest
{
    private const string Secret = "hunter2-and-more";

    [Fact]
    public async Task A_new_server_is_off_and_agents_get_it_once_somebody_agreed_to_what_was_shown()
    {
        Runs("1111");
        var added = await AddAsync("docs");
        Assert.False(added["enabled"]!.GetValue<bool>());
        Assert.Equal("/usr/bin/docs-mcp", added["files"]![0]!["path"]!.GetValue<string>());
        var first = await NextTurnAsync();
        Assert.Empty(first.McpServers);
        await Worker.ReportAsync(first, Homeport.Protocol.Events.TurnOutcome.Completed);

        var enabled = await EnableAsync(added);

        Assert.True(enabled["enabled"]!.GetValue<bool>());
        var given = Assert.Single((await NextTurnAsync()).McpServers);
        Assert.Equal(("docs", McpTransport.Stdio, Secret), (given.Name, given.Transport, given.Environment["DOCS_KEY"]));
        Assert.Equal(["docs-mcp", "--stdio"], given.Command);
        Assert.Equal("1111", Assert.Single(given.Files).Hash);
    }

    [Fact]
    public async Task A_program_that_has_changed_meanwhile_is_shown_anew_instead_of_switched_on()
    {
        Runs("1111");
        var added = await AddAsync("docs");
        Runs("2222");

        Assert.Equal("conflict", (await RefusedAsync("enableMcpServer", Enable(added))).Code);
        var shown = Assert.Single((await CallAsync("listMcpServers", "{}"))["servers"]!.AsArray())!;

        Assert.Equal(("2222", false), (shown["files"]![0]!["hash"]!.GetValue<string>(), shown["enabled"]!.GetValue<bool>()));
        Assert.True((await EnableAsync(shown))["enabled"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Every_change_switches_it_off_and_an_empty_value_keeps_the_stored_one()
    {
        Runs("1111");
        var added = await EnableAsync(await AddAsync("docs"));

        var changed = (await CallAsync(
            "updateMcpServer", $$"""{"id": "{{added["id"]}}", "command": ["docs-mcp"], "environment": {"DOCS_KEY": "", "MORE": "more"} }"""))["server"]!;

        Assert.False(changed["enabled"]!.GetValue<bool>());
        Assert.NotEqual(added["fingerprint"]!.GetValue<string>(), changed["fingerprint"]!.GetValue<string>());
        await EnableAsync(changed);
        var given = Assert.Single((await NextTurnAsync()).McpServers);
        Assert.Equal((Secret, "more"), (given.Environment["DOCS_KEY"], given.Environment["MORE"]));
    }

    [Fact]
    public async Task Values_are_nowhere_in_answers_events_or_the_store()
    {
        Runs("1111");
        var added = await AddAsync("docs");
        var web = (await CallAsync(
            "addMcpServer",
            $$"""{"name": "web", "url": "https://mcp.example/x?key={{Secret}}&b=1", "headers": {"Authorization": "Bearer {{Secret}}"} }"""))["server"]!;
        Assert.Equal(("https://mcp.example/x?key=…&b=…", "Authorization"), (web["url"]!.GetValue<string>(), web["headerNames"]![0]!.GetValue<string>()));
        await EnableAsync(added);
        await EnableAsync(web);

        var answers = $"{added}{web}{await CallAsync("listMcpServers", "{}")}{await CallAsync("listRepositoryGroups", "{}")}";
        Assert.DoesNotContain(Secret, answers, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Host.Options.Root, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(Secret, await ReadAsync(file), StringComparison.Ordinal);
        }

        var given = (await NextTurnAsync()).McpServers.Single(server => server.Name == "web");
        Assert.Equal(($"https://mcp.example/x?key={Secret}&b=1", $"Bearer {Secret}"), (given.Url, given.Headers["Authorization"]));
        Assert.True(OperatingSystem.IsWindows() ||
            File.GetUnixFileMode(Path.Combine(Host.Options.Root, "secrets.key")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task A_projects_own_entry_takes_the_place_of_one_for_all_with_its_name()
    {
        Runs("1111");
        await EnableAsync(await AddAsync("docs"));
        var own = (await CallAsync(
            "addMcpServer", $$"""{"repositoryGroupId": "{{Project}}", "name": "docs", "url": "http://localhost:1/mcp"}"""))["server"]!;

        Assert.Empty((await NextTurnAsync()).McpServers); // the project's own is off
        await EnableAsync(own);
        await StartTaskAsync();
        Assert.Equal("http://localhost:1/mcp", Assert.Single((await Worker.NextTurnAsync()).McpServers).Url);

        await CallAsync("removeMcpServer", $$"""{"id": "{{own["id"]}}"}""");
        Assert.Single((await CallAsync("listMcpServers", """{"all": true}"""))["servers"]!.AsArray());
        await StartTaskAsync();
        Assert.Equal(McpTransport.Stdio, Assert.Single((await Worker.NextTurnAsync()).McpServers).Transport);
    }

    [Fact]
    public async Task What_cannot_be_a_server_is_refused_field_by_field()
    {
        Runs("1111");
        Assert.Equal(["name"], (await RefusedAsync("addMcpServer", """{"name": "a b", "command": ["x"]}""")).Paths);
        Assert.Equal(["command"], (await RefusedAsync("addMcpServer", """{"name": "a"}""")).Paths);
        Assert.Equal(["command/0"], (await RefusedAsync("addMcpServer", """{"name": "a", "command": ["tools/mcp"]}""")).Paths);
        Assert.Equal(["environment/LD_PRELOAD"], (await RefusedAsync("addMcpServer", """{"name": "a", "command": ["x"], "environment": {"LD_PRELOAD": "x"}}""")).Paths);
        Assert.Equal(["url"], (await RefusedAsync("addMcpServer", """{"name": "a", "url": "http://ada:secret@host/"}""")).Paths);
        Assert.Equal(["url"], (await RefusedAsync("addMcpServer", """{"name": "a", "url": "file:///etc/passwd"}""")).Paths);
        Assert.Equal(["headers/X-Key"], (await RefusedAsync("addMcpServer", """{"name": "a", "url": "http://host/", "headers": {"X-Key": "a\r\nEvil: b"}}""")).Paths);
        await AddAsync("docs");
        Assert.Equal("conflict", (await RefusedAsync("addMcpServer", """{"name": "docs", "url": "http://host/"}""")).Code);
        Worker.Answers[WorkerMethods.FindPinnedFiles] = _ => RpcReply.From(new FindPinnedFilesResponse { Files = [] }, ProtocolJson.Default.FindPinnedFilesResponse);
        var missing = await AddAsync("missing");
        Assert.Equal("conflict", (await RefusedAsync("enableMcpServer", Enable(missing))).Code);
    }

    /// <summary>Its program has this content.</summary>
    private void Runs(string hash) => Worker.Answers[WorkerMethods.FindPinnedFiles] = _ => RpcReply.From(
        new FindPinnedFilesResponse { Files = [new PinnedFile { Path = "/usr/bin/docs-mcp", Hash = hash }] }, ProtocolJson.Default.FindPinnedFilesResponse);

    private async Task<JsonNode> AddAsync(string name) => (await CallAsync(
        "addMcpServer", $$"""{"name": "{{name}}", "command": ["docs-mcp", "--stdio"], "environment": {"DOCS_KEY": "{{Secret}}"} }"""))["server"]!;

    private static string Enable(JsonNode server) => $$"""{"id": "{{server["id"]}}", "fingerprint": "{{server["fingerprint"]}}"}""";

    private async Task<JsonNode> EnableAsync(JsonNode server) => (await CallAsync("enableMcpServer", Enable(server)))["server"]!;

    private async Task<AssignTaskRequest> NextTurnAsync()
    {
        await StartTaskAsync();
        return await Worker.NextTurnAsync();
    }

    private static async Task<string> ReadAsync(string path)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            return ""; // a socket
        }
    }
}

/// <summary>On the store of a laptop.</summary>
public sealed class SqliteMcpServerTests : McpServerTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

/// <summary>On the store of a team; a schema of its own for each test.</summary>
public sealed class PostgresMcpServerTests(PostgresFixture postgres) : McpServerTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
