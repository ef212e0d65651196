using Homeport.Agents.Acp;
using Homeport.Agents.Tests.Playback;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Tests.Acp;

/// <summary>What both sides tell each other before the first prompt, and how a session is opened, listed and closed.</summary>
public sealed class AcpGreetingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task We_offer_what_we_do_and_nothing_else()
    {
        await using var stage = new AcpStage(files: new NoFiles());

        var (greeting, _) = await stage.StartAsync();

        var said = greeting["params"]!["clientCapabilities"]!;
        Assert.Equal(1, greeting["params"]!["protocolVersion"]!.GetValue<int>());
        Assert.True(said["fs"]!["readTextFile"]!.GetValue<bool>() && said["fs"]!["writeTextFile"]!.GetValue<bool>());
        Assert.True(said["terminal"]!.GetValue<bool>() && said["auth"]!["terminal"]!.GetValue<bool>());
        Assert.NotNull(said["elicitation"]!["form"]);
        Assert.Null(said["elicitation"]!["url"]);
        Assert.Equal("homeport", greeting["params"]!["clientInfo"]!["name"]!.ToString());
    }

    [Fact]
    public async Task Files_are_not_offered_without_files_nor_to_an_agent_that_cannot_live_with_them()
    {
        await using var without = new AcpStage();
        await using var gemini = new AcpStage(dialect: AcpDialects.Gemini, files: new NoFiles());

        var (first, _) = await without.StartAsync();
        var (second, _) = await gemini.StartAsync();

        Assert.All([first, second], greeting =>
            Assert.False(greeting["params"]!["clientCapabilities"]!["fs"]!["readTextFile"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_login_that_is_missing_names_the_ways_and_the_command_to_run()
    {
        await using var stage = new AcpStage(Stage.Session with { Command = ["/opt/bin/robo", "--acp"] });
        var starting = stage.Stage.StartAsync();
        stage.Answer(await stage.HearAsync("initialize"), """
            {"protocolVersion":1,"authMethods":[
              {"id":"web","name":"Robo account","description":"Log in with your Robo account"},
              {"id":"tty","name":"Terminal login","type":"terminal","args":["login","--device code"],"env":{"ROBO_LOGIN":"1"}},
              {"id":"old","name":"Old login","_meta":{"terminal-auth":{"command":"/opt/bin/robo-login","args":["now"]}}},
              {"id":"key","name":"API key","type":"env_var","vars":[{"name":"ROBO_API_KEY"}]}]}
            """.ReplaceLineEndings(""));
        stage.Refuse(await stage.HearAsync("session/new"), -32000, "Authentication required");

        var failure = (await Assert.ThrowsAsync<AgentStartException>(() => starting)).Failure;

        Assert.Equal("not_logged_in", failure.Code);
        Assert.Contains("It offers: Robo account, Terminal login, Old login, API key.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("`ROBO_LOGIN=1 /opt/bin/robo --acp login '--device code'`", failure.Next, StringComparison.Ordinal);
        Assert.Contains("`/opt/bin/robo-login now`", failure.Next, StringComparison.Ordinal);
        Assert.Contains("set ROBO_API_KEY", failure.Next, StringComparison.Ordinal);
        Assert.Contains("Log in with your Robo account", failure.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_that_runs_out_in_the_middle_fails_the_turn_in_the_same_words()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync(more: ""","authMethods":[{"id":"web","name":"Robo account"}]""");
        var (prompt, running) = await stage.BeginAsync();
        stage.Refuse(prompt, -32000, "Authentication required");

        var failure = (await running).Failure!;

        Assert.Equal("not_logged_in", failure.Code);
        Assert.Contains("It offers: Robo account.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mcp_servers_go_with_the_session_as_far_as_the_agent_connects_to_them()
    {
        var spec = Stage.Session with
        {
            McpServers =
            [
                new() { Name = "files", Transport = AgentMcpTransport.Stdio, Command = "/bin/files", Arguments = ["-v"], Environment = new Dictionary<string, string> { ["A"] = "1" } },
                new() { Name = "web", Transport = AgentMcpTransport.Http, Url = "https://mcp.example/", Headers = new Dictionary<string, string> { ["X-Key"] = "k" } },
                new() { Name = "old", Transport = AgentMcpTransport.Sse, Url = "https://sse.example/" },
            ],
        };
        await using var stage = new AcpStage(spec);

        var (_, opening) = await stage.StartAsync("""{"mcpCapabilities":{"http":true}}""");

        Assert.Equal(
            """[{"name":"files","command":"/bin/files","args":["-v"],"env":[{"name":"A","value":"1"}]},{"type":"http","name":"web","url":"https://mcp.example/","headers":[{"name":"X-Key","value":"k"}]}]""",
            opening["params"]!["mcpServers"]!.ToJsonString());
        Assert.Equal("sse", Assert.Single(stage.Started!.McpLeftOut, server => server.Key == "old").Value.Split(' ')[^1]);
    }

    [Fact]
    public async Task Sessions_are_listed_page_by_page_where_the_agent_lists_them()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync("""{"sessionCapabilities":{"list":{}}}""");

        var listing = stage.Conversation.ListSessionsAsync(Token);
        var first = await stage.HearAsync("session/list");
        stage.Answer(first, """{"sessions":[{"sessionId":"a","cwd":"/repo","title":"One","updatedAt":"2026-01-02T03:04:05Z"},{"cwd":"/no-id"}],"nextCursor":"c"}""");
        var second = await stage.HearAsync("session/list");
        stage.Answer(second, """{"sessions":[{"sessionId":"b","cwd":"/repo"}]}""");

        Assert.Equal("/repo", first["params"]!["cwd"]!.ToString());
        Assert.Equal("c", second["params"]!["cursor"]!.ToString());
        Assert.Equal(
            [new("a", "One", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)), new("b", null, null)], await listing);
    }

    [Fact]
    public async Task An_agent_that_does_not_list_is_not_asked()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync();

        Assert.Empty(await stage.Conversation.ListSessionsAsync(Token));
    }

    [Theory]
    [InlineData("answers")]
    [InlineData("refuses")]
    [InlineData("says nothing")]
    public async Task A_session_is_closed_where_that_is_offered_whatever_the_agent_makes_of_it(string how)
    {
        await using var stage = new AcpStage();
        await stage.StartAsync("""{"sessionCapabilities":{"close":{}}}""");

        var closing = stage.Conversation.CloseSessionAsync(Token);
        var request = await stage.HearAsync("session/close");
        switch (how)
        {
            case "answers":
                stage.Answer(request, "{}");
                break;
            case "refuses":
                stage.Refuse(request, -32603, "no");
                break;
            default:
                stage.Time.Advance(TimeSpan.FromSeconds(1));
                break;
        }

        await closing.WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.Equal("s", request["params"]!["sessionId"]!.ToString());
    }

    [Fact]
    public async Task A_prompt_without_one_word_in_answer_fails_after_two_minutes()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync();
        var (_, running) = await stage.BeginAsync();
        await stage.Time.WaitForTimerAsync(Token);
        stage.Time.Advance(TimeSpan.FromSeconds(119));
        Assert.False(running.IsCompleted);

        stage.Time.Advance(TimeSpan.FromSeconds(2));
        await stage.HearAsync("session/cancel");
        await stage.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => running.IsCompleted);

        var result = await running;
        Assert.Equal((TurnOutcome.Failed, "agent_timeout"), (result.Outcome, result.Failure!.Code));
        Assert.NotNull(result.Failure.Next);
        await stage.Conversation.Ended.WaitAsync(TimeSpan.FromSeconds(60), Token); // it did not stop either: the next turn has a new process
    }

    [Fact]
    public async Task An_agent_that_stops_when_it_is_told_to_keeps_its_process()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync();
        var (prompt, running) = await stage.BeginAsync();
        await stage.Time.WaitForTimerAsync(Token);
        stage.Time.Advance(TimeSpan.FromSeconds(120));
        await stage.HearAsync("session/cancel");
        stage.Answer(prompt, """{"stopReason":"cancelled"}""");

        Assert.Equal("agent_timeout", (await running).Failure!.Code);
        Assert.False(stage.Conversation.Ended.IsCompleted);
        var (next, second) = await stage.BeginAsync();
        Assert.Equal(TurnOutcome.Completed, (await stage.EndAsync(next, second)).Outcome);
    }

    [Fact]
    public async Task Silence_after_the_first_word_is_told_with_what_runs()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync();
        var (prompt, running) = await stage.BeginAsync();
        stage.Update("""{"sessionUpdate":"tool_call","toolCallId":"t","title":"npm test","kind":"execute","status":"in_progress"}""");
        await stage.WaitAsync(sink => sink.ToolCalls.Count == 1);
        await stage.AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => stage.Sink.Notices.Count > 0);

        var notice = Assert.Single(stage.Sink.Notices);
        Assert.Equal("quiet", notice.Code);
        Assert.Contains("“npm test” runs", notice.Message, StringComparison.Ordinal);
        await stage.EndAsync(prompt, running);
    }

    private sealed class NoFiles : IAgentFiles
    {
        public Task<string> ReadTextAsync(string path, int? line, int? limit, CancellationToken cancellationToken) =>
            throw new FileNotFoundException(null, path);

        public Task WriteTextAsync(string path, string text, CancellationToken cancellationToken) =>
            throw new UnauthorizedAccessException();
    }
}
