using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;

namespace Homeport.EndToEnd.Tests.Tasks;

/// <summary>A real MCP server on its standard streams, given to real agents by Homeport. Only the model is ours.</summary>
public sealed class McpServerTests
{
    private const int Limit = 240_000;

    /// <summary>A server with one tool, which says back in capitals what it is told. It writes down with what it was started.</summary>
    private const string Server =
        """
        import { appendFileSync } from 'node:fs';
        import { createInterface } from 'node:readline';
        appendFileSync(process.env.DOCS_LOG, JSON.stringify({ key: process.env.DOCS_KEY, argv: process.argv.slice(2) }) + '\n');
        const answer = (id, result) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\n');
        createInterface({ input: process.stdin }).on('line', (line) => {
          const { id, method, params } = JSON.parse(line);
          if (method === 'initialize') answer(id, { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'docs', version: '1.0.0' } });
          else if (method === 'tools/list') answer(id, { tools: [{ name: 'shout', description: 'Says it loud', inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } }] });
          else if (method === 'tools/call') answer(id, { content: [{ type: 'text', text: 'LOUD: ' + params.arguments.text.toUpperCase() }] });
          else if (id !== undefined) answer(id, {});
        });
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData("claude_code")]
    [InlineData("codex")]
    public async Task An_agent_uses_a_server_that_was_agreed_to_and_not_one_whose_file_has_changed(string agent)
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var project = await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled);
        var (program, log) = (Path.Combine(bench.Folder, "home", "docs.mjs"), Path.Combine(bench.Folder, "home", "docs.log"));
        await File.WriteAllTextAsync(program, Server, Cancelled);
        var added = (await person.Operations.CallAsync("addMcpServer", new JsonObject
        {
            ["name"] = "docs",
            ["command"] = new JsonArray("node", program, "--stdio"),
            ["environment"] = new JsonObject { ["DOCS_KEY"] = "hunter2-and-more", ["DOCS_LOG"] = log },
        }, Cancelled))["server"]!;
        await person.Operations.CallAsync("enableMcpServer", Named(added), Cancelled);

        var task = await person.StartAsync(project, agent, "ask", """Please fake:call tool=*shout args="{\"text\":\"harbour\"}" """, Cancelled);
        await person.AnswerAsync(await person.FindApprovalAsync(task, 1, Cancelled), "allow_once", Cancelled);
        await person.FindTurnEndAsync(task, 1, Cancelled);

        Assert.Equal("""{"key":"hunter2-and-more","argv":["--stdio"]}""", (await File.ReadAllLinesAsync(log, Cancelled))[0]);
        Assert.Contains(person.Events.All, entry => entry["kind"]!.GetValue<string>() == "tool_call" && entry.ToJsonString().Contains("LOUD: HARBOUR", StringComparison.Ordinal));
        Assert.Equal(agent == "claude_code" ? "connected" : "given", Told(person, task, "docs")["state"]!.GetValue<string>());

        await File.AppendAllTextAsync(program, "// changed\n", Cancelled);
        var next = await person.StartAsync(project, agent, "ask", "Please fake:echo", Cancelled);
        await person.FindTurnEndAsync(next, 1, Cancelled);

        var told = Told(person, next, "docs");
        Assert.Equal("left_out", told["state"]!.GetValue<string>());
        Assert.Contains("docs.mjs is another file", told["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Single(await File.ReadAllLinesAsync(log, Cancelled));
    }

    private static JsonObject Named(JsonNode server) => new() { ["id"] = server["id"]!.GetValue<string>(), ["fingerprint"] = server["fingerprint"]!.GetValue<string>() };

    /// <summary>How a server stood last in a task.</summary>
    private static JsonNode Told(Person person, string task, string name) => person.Events.All
        .Where(entry => entry["kind"]!.GetValue<string>() == "mcp_servers" && entry["taskId"]!.GetValue<string>() == task)
        .SelectMany(entry => entry["payload"]!["servers"]!.AsArray()).Last(server => server!["name"]!.GetValue<string>() == name)!;
}
