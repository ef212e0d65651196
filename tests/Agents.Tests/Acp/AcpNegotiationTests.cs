using System.Text.Json.Nodes;
using Homeport.Protocol;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Tests.Acp;

/// <summary>Which version of the protocol is spoken.</summary>
public sealed class AcpNegotiationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_first_version_is_offered_unless_the_second_is_switched_on()
    {
        await using var stage = new AcpStage();

        var (greeting, _) = await stage.StartAsync();

        Assert.Equal(
            ["protocolVersion", "clientCapabilities", "clientInfo"], greeting["params"]!.AsObject().Select(member => member.Key));
        Assert.Equal(1, greeting["params"]!["protocolVersion"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_second_is_offered_in_the_words_of_both()
    {
        await using var stage = new AcpStage(AcpStage.Newest);

        var (greeting, _) = await stage.StartSecondAsync();

        var said = greeting["params"]!;
        Assert.Equal(2, said["protocolVersion"]!.GetValue<int>());
        Assert.Equal("""{"auth":{"terminal":{}},"elicitation":{"form":{}}}""", said["capabilities"]!.ToJsonString());
        Assert.Equal("homeport", said["info"]!["name"]!.ToString());
        Assert.True(said["clientCapabilities"]!["terminal"]!.GetValue<bool>());
        Assert.Equal("homeport", said["clientInfo"]!["name"]!.ToString());
        Assert.Equal(("9.1", "s"), (stage.Started!.Version, stage.Started.NativeSessionId));
    }

    [Theory]
    [InlineData("""{"protocolVersion":1,"agentCapabilities":{"promptCapabilities":{"image":true}}}""")]
    [InlineData("""{"protocolVersion":2,"agentCapabilities":{"promptCapabilities":{"image":true}}}""")] // it repeats our number
    public async Task An_agent_of_the_first_version_is_spoken_to_in_that(string answer)
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        var starting = stage.Stage.StartAsync();
        stage.Answer(await stage.HearAsync("initialize"), answer);
        stage.Answer(await stage.HearAsync("session/new"), """{"sessionId":"s"}""");
        await starting;
        var (prompt, running) = await stage.BeginAsync(new("look", [new() { Name = "a.png", MediaType = "image/png", Data = "aGVsbG8=" }]));
        stage.Update("""{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"hello"}}""");
        stage.Update("""{"sessionUpdate":"state_update","state":"idle"}"""); // means nothing here
        var file = await stage.AskAsync("terminal/create", """{"sessionId":"s","command":"ls"}""");

        Assert.Equal(TurnOutcome.Completed, (await stage.EndAsync(prompt, running)).Outcome);
        Assert.Equal("term-1", file["result"]!["terminalId"]!.ToString());
        Assert.Equal("image", prompt["params"]!["prompt"]![1]!["type"]!.ToString());
        Assert.Equal(["hello"], stage.Sink.Messages);
        Assert.Equal("state_update", Assert.Single(stage.Sink.Raws).Source);
    }

    [Theory]
    [InlineData(-32022)]
    [InlineData(-32602)]
    public async Task An_agent_that_refuses_the_second_version_is_asked_for_the_first(int code)
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        var starting = stage.Stage.StartAsync();
        stage.Refuse(await stage.HearAsync("initialize"), code, "Unsupported protocol version");
        var again = await stage.HearAsync("initialize");
        stage.Answer(again, """{"protocolVersion":1}""");
        stage.Answer(await stage.HearAsync("session/new"), """{"sessionId":"s"}""");
        await starting;

        Assert.Equal(1, again["params"]!["protocolVersion"]!.GetValue<int>());
        Assert.Null(again["params"]!["capabilities"]);
        var (prompt, running) = await stage.BeginAsync();
        Assert.Equal(TurnOutcome.Completed, (await stage.EndAsync(prompt, running)).Outcome);
    }

    [Theory]
    [InlineData("""{"protocolVersion":3,"info":{"name":"robo","version":"9"},"capabilities":{"session":{}}}""", "version 3")]
    [InlineData("""{"protocolVersion":0}""", "version 0")]
    [InlineData("""{"protocolVersion":2,"info":{"name":"robo","version":"9"},"capabilities":{}}""", "no sessions")]
    [InlineData("""{"protocolVersion":2,"info":{"name":"robo","version":"9"}}""", "no sessions")]
    public async Task Any_other_agent_is_refused_in_words(string answer, string words)
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        var starting = stage.Stage.StartAsync();
        stage.Answer(await stage.HearAsync("initialize"), answer);

        var failure = (await Assert.ThrowsAsync<AgentStartException>(() => starting)).Failure;

        Assert.Equal("agent_unavailable", failure.Code);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_of_the_second_version_is_opened_with_servers_options_and_commands()
    {
        var spec = AcpStage.Newest with
        {
            McpServers =
            [
                new() { Name = "files", Transport = AgentMcpTransport.Stdio, Command = "/bin/files", Arguments = ["-v"], Environment = new Dictionary<string, string> { ["A"] = "1" } },
                new() { Name = "named", Transport = AgentMcpTransport.Stdio, Command = "npx", Arguments = ["thing"] },
                new() { Name = "web", Transport = AgentMcpTransport.Http, Url = "https://mcp.example/", Headers = new Dictionary<string, string> { ["X-Key"] = "k" } },
                new() { Name = "old", Transport = AgentMcpTransport.Sse, Url = "https://sse.example/" },
            ],
        };
        await using var stage = new AcpStage(spec);

        var (_, opening) = await stage.StartSecondAsync("""{"mcp":{"stdio":{},"http":{}}}""", """
            {"sessionId":"s","availableCommands":[{"type":"command","name":"init","description":"Begin","input":{"type":"text","hint":"what"}}],
             "configOptions":[{"configId":"effort","name":"Effort","type":"select","currentValue":"low","options":[{"groupId":"g","name":"Usual","options":[{"value":"low","name":"Low"}]}]},
                              {"configId":"x","name":"X","type":"_slider","currentValue":3}]}
            """.ReplaceLineEndings(""));

        Assert.Equal(
            JsonNode.Parse("""
                [{"name":"files","command":"/bin/files","args":["-v"],"env":[{"name":"A","value":"1"}],"type":"stdio"},
                 {"name":"named","command":"/usr/bin/env","args":["npx","thing"],"env":[],"type":"stdio"},
                 {"type":"http","name":"web","url":"https://mcp.example/","headers":[{"name":"X-Key","value":"k"}]}]
                """)!.ToJsonString(),
            opening["params"]!["mcpServers"]!.ToJsonString());
        Assert.Equal("old", Assert.Single(stage.Started!.McpLeftOut).Key);
        var option = Assert.Single(stage.Sink.Configs[^1].Options!); // the slider is nothing that we can show
        Assert.Equal(("effort", "low", "Usual"), (option.Id, option.Value, Assert.Single(option.Choices).Group));
        var command = Assert.Single(Assert.Single(stage.Sink.Payloads(EventKinds.Commands, ProtocolJson.Default.CommandsPayload)).Commands);
        Assert.Equal(("init", "what"), (command.Name, command.Hint));
    }

    [Fact]
    public async Task A_session_is_resumed_without_its_history_listed_and_closed()
    {
        await using var stage = new AcpStage(AcpStage.Newest with { NativeSessionId = "old" });
        var starting = stage.Stage.StartAsync();
        await stage.GreetSecondAsync();
        var resuming = await stage.HearAsync("session/resume");
        stage.Update("""{"sessionUpdate":"agent_message","messageId":"m","content":[{"type":"text","text":"long ago"}]}""");
        stage.Update("""{"sessionUpdate":"state_update","state":"idle","stopReason":"end_turn"}""");
        stage.Answer(resuming, """{"configOptions":[{"configId":"model","name":"Model","category":"model","type":"select","currentValue":"m1","options":[{"value":"m1","name":"M1"}]}]}""");
        var started = await starting;

        Assert.Equal("""{"cwd":"/repo","mcpServers":[],"sessionId":"old"}""", resuming["params"]!.ToJsonString());
        Assert.Equal(("old", "m1"), (started.NativeSessionId, started.Model));
        Assert.Empty(stage.Sink.Messages);

        var listing = stage.Conversation.ListSessionsAsync(Token);
        stage.Answer(await stage.HearAsync("session/list"), """{"sessions":[{"sessionId":"a","cwd":"/repo","title":"One"}],"nextCursor":"c"}""");
        stage.Answer(await stage.HearAsync("session/list"), """{"sessions":[{"sessionId":"b","cwd":"/repo"}],"nextCursor":null}""");
        Assert.Equal(["a", "b"], (await listing).Select(entry => entry.NativeSessionId));

        var (_, running) = await stage.BeginSecondAsync();
        Assert.Equal(TurnOutcome.Completed, (await stage.EndSecondAsync(running)).Outcome);
        var closing = stage.Conversation.CloseSessionAsync(Token);
        var close = await stage.HearAsync("session/close");
        stage.Answer(close, "{}");
        await closing;
        Assert.Equal("""{"sessionId":"old"}""", close["params"]!.ToJsonString());
    }

    [Fact]
    public async Task A_session_that_is_lost_is_told_and_a_new_one_begins()
    {
        await using var stage = new AcpStage(AcpStage.Newest with { NativeSessionId = "old" });
        var starting = stage.Stage.StartAsync();
        await stage.GreetSecondAsync();
        stage.Refuse(await stage.HearAsync("session/resume"), -32002, "Session not found");
        stage.Answer(await stage.HearAsync("session/new"), """{"sessionId":"new"}""");

        Assert.Equal("new", (await starting).NativeSessionId);
        Assert.Equal("session_lost", Assert.Single(stage.Sink.Notices).Code);
    }

    [Fact]
    public async Task A_login_that_is_missing_names_the_ways()
    {
        await using var stage = new AcpStage(AcpStage.Newest with { Command = ["/opt/bin/robo"] });
        var starting = stage.Stage.StartAsync();
        await stage.GreetSecondAsync(more: "," + """
            "authMethods":[{"type":"agent","methodId":"web","name":"Robo account"},{"type":"terminal","methodId":"tty","name":"Terminal login","args":["login"],"env":[{"name":"ROBO","value":"1"}]},{"type":"_new","methodId":"n","name":"Ring"}]
            """);
        stage.Refuse(await stage.HearAsync("session/new"), -32000, "Authentication required");

        var failure = (await Assert.ThrowsAsync<AgentStartException>(() => starting)).Failure;

        Assert.Equal("not_logged_in", failure.Code);
        Assert.Contains("It offers: Robo account, Terminal login, Ring.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("`ROBO=1 /opt/bin/robo login`", failure.Next, StringComparison.Ordinal);
    }
}
