using System.Text.Json.Nodes;
using Homeport.Cli.Tests.Harness;
using Homeport.Testing.Git;

namespace Homeport.Cli.Tests.Acp;

/// <summary><c>homeport acp</c>: a scripted editor over real standard streams drives tasks of the demo agent.</summary>
public sealed class EditorTests : IDisposable
{
    private readonly CommandLine _shell = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task An_editor_starts_a_task_allows_what_it_asks_and_follows_up()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        await using var editor = Editor.Start(_shell, "--agent", "demo", "--mode", "ask");
        var greeting = await editor.InitializeAsync();
        Assert.Equal((1, "homeport"), (greeting["protocolVersion"]!.GetValue<int>(), greeting["agentInfo"]!["name"]!.ToString()));
        var opened = await editor.CallAsync("session/new", $$"""{"cwd":"{{repository.Path}}","mcpServers":[]}""");
        var session = opened["sessionId"]!.ToString();
        Assert.Equal("ask", opened["modes"]!["currentModeId"]!.ToString());

        var turn = await editor.PromptAsync(session, "write-file hello.txt from the editor");
        var asked = await editor.AskedAsync("session/request_permission");
        Assert.Contains("from the editor", asked["params"]!["toolCall"]!["content"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("waiting", State(await ShowAsync(session)));
        await editor.ChooseAsync(asked, "allow_once");

        Assert.Equal("end_turn", (await turn)["stopReason"]!.ToString());
        Assert.StartsWith("I will write hello.txt.", editor.Words, StringComparison.Ordinal);
        var call = Assert.Single(editor.Updates("tool_call"));
        Assert.Equal("edit", call["kind"]!.ToString());
        Assert.Equal("completed", editor.Updates("tool_call_update").Last(update => update["status"] is not null)["status"]!.ToString());
        var shown = await ShowAsync(session);
        Assert.Equal(("in_review", "write-file hello.txt from the editor"), (State(shown), shown["task"]!["title"]!.ToString()));
        Assert.Equal("demo", shown["task"]!["agentType"]!.ToString());
        Assert.Equal("from the editor\n", await File.ReadAllTextAsync(Path.Combine(shown["task"]!["worktreePath"]!.ToString(), "hello.txt"), Token));

        var before = editor.Words.Length;
        Assert.Equal("end_turn", (await await editor.PromptAsync(session, "usage"))["stopReason"]!.ToString());
        Assert.True(editor.Words.Length > before);
        Assert.Empty(editor.Updates("user_message_chunk"));
        Assert.Equal(0, await editor.EndAsync());
        Assert.Equal("in_review", State(await ShowAsync(session)));
        Assert.Equal("", editor.Errors);
    }

    [Fact]
    public async Task A_denial_in_another_client_takes_the_question_back_from_the_editor()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        await using var editor = Editor.Start(_shell, "--agent", "demo", "--mode", "ask");
        await editor.InitializeAsync();
        var session = await editor.NewSessionAsync(repository.Path);
        var turn = await editor.PromptAsync(session, "write-file hello.txt");
        var asked = await editor.AskedAsync("session/request_permission");

        await _shell.JsonAsync(repository.Path, "task", "approve", session, "--deny", "--reason", "not from here");
        var withdrawn = await editor.FindAsync(message => message["method"]?.ToString() == "$/cancel_request");

        Assert.Equal(asked["id"]!.ToJsonString(), withdrawn["params"]!["requestId"]!.ToJsonString());
        Assert.Equal("end_turn", (await turn)["stopReason"]!.ToString());
        Assert.Contains("You said no", editor.Words, StringComparison.Ordinal);
        await editor.ChooseAsync(asked, "allow_once"); // too late
        Assert.Equal("end_turn", (await await editor.PromptAsync(session, "usage"))["stopReason"]!.ToString());
        Assert.False(File.Exists(Path.Combine((await ShowAsync(session))["task"]!["worktreePath"]!.ToString(), "hello.txt")));
    }

    [Fact]
    public async Task A_question_is_a_form_where_the_editor_has_forms_and_a_choice_where_it_has_none()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        await using var modern = Editor.Start(_shell, "--agent", "demo");
        await using var plain = Editor.Start(_shell, "--agent", "demo");
        await modern.InitializeAsync("""{"elicitation":{"form":{}}}""");
        await plain.InitializeAsync();

        var first = await modern.PromptAsync(await modern.NewSessionAsync(repository.Path), "question");
        var form = await modern.AskedAsync("elicitation/create");
        var property = Assert.Single(form["params"]!["requestedSchema"]!["properties"]!.AsObject());
        var label = property.Value!["oneOf"]![0]!["const"]!.ToString();
        await modern.AnswerAsync(form, $$$"""{"action":"accept","content":{"{{{property.Key}}}":"{{{label}}}"}}""");
        await first;
        var second = await plain.PromptAsync(await plain.NewSessionAsync(repository.Path), "question");
        var asked = await plain.AskedAsync("session/request_permission");
        await plain.AnswerAsync(asked, """{"outcome":{"outcome":"selected","optionId":"0"}}""");
        await second;

        Assert.Contains($"You chose: {label}", modern.Words, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"You chose: {label}", plain.Words, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Cancel_stops_the_agent_and_the_session_goes_on()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        await using var editor = Editor.Start(_shell, "--agent", "demo");
        await editor.InitializeAsync();
        var session = await editor.NewSessionAsync(repository.Path);
        var turn = await editor.PromptAsync(session, "long-stream 100000");
        await editor.FindAsync(message => message["params"]?["update"]?["sessionUpdate"]?.ToString() == "agent_message_chunk");
        var second = await Assert.ThrowsAsync<RefusedException>(async () => await await editor.PromptAsync(session, "at once"));

        await editor.NotifyAsync("session/cancel", $$"""{"sessionId":"{{session}}"}""");

        Assert.Equal("cancelled", (await turn)["stopReason"]!.ToString());
        Assert.Contains("at work", second.Message, StringComparison.Ordinal);
        Assert.Equal("interrupted", State(await ShowAsync(session)));
        Assert.Equal("end_turn", (await await editor.PromptAsync(session, "usage"))["stopReason"]!.ToString());
    }

    [Fact]
    public async Task A_failure_is_an_error_that_says_what_to_do()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        await using var editor = Editor.Start(_shell, "--agent", "demo");
        await editor.InitializeAsync();
        var session = await editor.NewSessionAsync(repository.Path);

        var failed = await Assert.ThrowsAsync<RefusedException>(async () => await await editor.PromptAsync(session, "exit 7"));

        Assert.Equal(-32603, failed.Code);
        Assert.Contains("exit code 7", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_listed_replayed_and_shared_with_other_clients()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        string session;
        await using (var first = Editor.Start(_shell, "--agent", "demo", "--mode", "accept_edits"))
        {
            await first.InitializeAsync();
            session = await first.NewSessionAsync(repository.Path);
            await await first.PromptAsync(session, "write-file hello.txt once");
            await first.NewSessionAsync(repository.Path); // never used
            Assert.Equal(0, await first.EndAsync());
        }

        await using var editor = Editor.Start(_shell);
        await editor.InitializeAsync();
        var listed = await editor.CallAsync("session/list", $$"""{"cwd":"{{repository.Path}}"}""");
        var entry = Assert.Single(listed["sessions"]!.AsArray())!;
        Assert.Equal((session, repository.Path), (entry["sessionId"]!.ToString(), entry["cwd"]!.ToString()));
        await editor.CallAsync("session/load", $$"""{"sessionId":"{{session}}","cwd":"{{repository.Path}}","mcpServers":[]}""");
        Assert.Equal("write-file hello.txt once", Assert.Single(editor.Updates("user_message_chunk"))["content"]!["text"]!.ToString());
        Assert.StartsWith("I will write hello.txt.", editor.Words, StringComparison.Ordinal);
        Assert.Single(editor.Updates("tool_call"));

        await _shell.JsonAsync(repository.Path, "task", "prompt", session, "usage", "--wait");
        await editor.FindAsync(message => message["params"]?["update"]?["content"] is JsonObject said && said["text"]?.ToString() == "usage");
        Assert.Equal("end_turn", (await await editor.PromptAsync(session, "usage"))["stopReason"]!.ToString());
        Assert.Equal(2, editor.Updates("user_message_chunk").Count());
    }

    [Fact]
    public async Task Modes_reach_the_task_and_files_are_named_by_their_path()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        await using var editor = Editor.Start(_shell, "--agent", "demo");
        await editor.InitializeAsync();
        var session = await editor.NewSessionAsync(repository.Path);

        await editor.CallAsync("session/set_mode", $$"""{"sessionId":"{{session}}","modeId":"accept_edits"}""");
        await Assert.ThrowsAsync<RefusedException>(() => editor.CallAsync("session/set_mode", $$"""{"sessionId":"{{session}}","modeId":"bypass"}"""));
        await editor.CallAsync("session/prompt", new JsonObject
        {
            ["sessionId"] = session,
            ["prompt"] = new JsonArray(
                new JsonObject { ["type"] = "text", ["text"] = "look at " },
                new JsonObject { ["type"] = "resource_link", ["name"] = "a b", ["uri"] = new Uri(Path.Combine(repository.Path, "src", "a b.txt")).AbsoluteUri },
                new JsonObject
                {
                    ["type"] = "resource",
                    ["resource"] = new JsonObject { ["uri"] = new Uri(Path.Combine(repository.Path, "c.md")).AbsoluteUri, ["text"] = "# C\n```x```\n" },
                }),
        }.ToJsonString());

        var task = (await ShowAsync(session))["task"]!;
        Assert.Equal("accept_edits", task["permissionMode"]!.ToString());
        Assert.Equal("look at @src/a b.txt@c.md\n\nc.md:\n````\n# C\n```x```\n````", task["prompt"]!.ToString());
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_in_words()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        await using var editor = Editor.Start(_shell);
        await editor.InitializeAsync();

        var nowhere = await RefusedAsync("session/new", $$"""{"cwd":"{{repository.Home}}","mcpServers":[]}""");
        var relative = await RefusedAsync("session/new", """{"cwd":"src","mcpServers":[]}""");
        var unknown = await RefusedAsync("session/load", $$"""{"sessionId":"00000000-0000-7000-8000-000000000000","cwd":"{{repository.Path}}","mcpServers":[]}""");
        var closed = await RefusedAsync("session/prompt", """{"sessionId":"x","prompt":[]}""");
        var method = await RefusedAsync("session/dance", "{}");

        Assert.Contains("no git repository", nowhere.Message, StringComparison.Ordinal);
        Assert.Equal((-32602, -32002, -32002, -32601), (relative.Code, unknown.Code, closed.Code, method.Code));
        Assert.Empty((await _shell.JsonAsync(repository.Path, "task", "list"))["tasks"]!.AsArray());

        Task<RefusedException> RefusedAsync(string name, string parameters) => Assert.ThrowsAsync<RefusedException>(() => editor.CallAsync(name, parameters));
    }

    [Fact]
    public async Task A_program_in_a_terminal_is_no_agent_for_an_editor_and_leaves_no_task()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        await using var editor = Editor.Start(_shell, "--agent", "terminal:aider");
        await editor.InitializeAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => editor.CallAsync("session/new", $$"""{"cwd":"{{repository.Path}}","mcpServers":[]}"""));

        Assert.Contains("program in a terminal", refused.Message, StringComparison.Ordinal);
        Assert.Empty((await _shell.JsonAsync(repository.Path, "task", "list"))["tasks"]!.AsArray());
    }

    [Fact]
    public async Task Without_a_running_Homeport_it_says_how_to_start_one()
    {
        await using var editor = Editor.Start(_shell);
        await editor.InitializeAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => editor.NewSessionAsync(_shell.Folder("code")));

        Assert.Contains("homeport serve", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await editor.EndAsync());
    }

    private Task<Server> ServeAsync(TestRepository repository)
    {
        _shell.Environment["HOME"] = repository.Home;
        return _shell.ServeAsync("--allow", repository.Folder);
    }

    private Task<JsonObject> ShowAsync(string id) => _shell.JsonAsync(_shell.Home, "task", "show", id);

    private static string State(JsonObject result) => result["task"]!["state"]!.GetValue<string>();
}
