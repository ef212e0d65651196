using System.Text.Json.Nodes;
using Homeport.Cli.Tests.Harness;
using Homeport.Testing.Git;

namespace Homeport.Cli.Tests.Acp;

/// <summary>An agent that is a shell script and has its client do everything: its programs, its files, its questions.</summary>
public sealed class ScriptedAgentTests : IDisposable
{
    /// <summary>Answers in the order in which Homeport speaks; <c>ask</c> keeps the answer in $answer.</summary>
    private const string Beginning = """
        hear() { IFS= read -r line || exit 0; id=$(printf '%s' "$line" | sed -n 's/.*"id":\([0-9]*\).*/\1/p'); }
        answer() { printf '{"jsonrpc":"2.0","id":%s,"result":%s}\n' "$id" "$1"; }
        update() { printf '{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s","update":%s}}\n' "$1"; }
        say() { update "{\"sessionUpdate\":\"agent_message_chunk\",\"content\":{\"type\":\"text\",\"text\":\"$1 \"}}"; }
        ask() { printf '{"jsonrpc":"2.0","id":9,"method":"%s","params":%s}\n' "$1" "$2"; IFS= read -r answer || exit 0; }
        hear; printf '%s\n' "$line" > greeting.json
        answer '{"protocolVersion":1,"agentCapabilities":{"promptCapabilities":{"embeddedContext":true}}}'
        hear; answer '{"sessionId":"s"}'
        hear; printf '%s\n' "$line" > prompt.json; prompt=$id

        """;

    private readonly CommandLine _shell = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Its_programs_run_in_the_worktree_and_are_seen_and_its_files_stay_inside()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        var task = await RunAsync(repository, "look at @README.md", """
            ask terminal/create '{"sessionId":"s","command":"pwd; echo $SECRET_OF_OURS","outputByteLimit":10000}'
            term=$(printf '%s' "$answer" | sed -n 's/.*"terminalId":"\([^"]*\)".*/\1/p')
            update '{"sessionUpdate":"tool_call","toolCallId":"t","title":"pwd","kind":"execute","status":"in_progress","content":[{"type":"terminal","terminalId":"'$term'"}]}'
            ask terminal/wait_for_exit '{"sessionId":"s","terminalId":"'$term'"}'
            say "$(printf '%s' "$answer" | sed 's/.*"exitCode":\([0-9]*\).*/exit \1/')"
            update '{"sessionUpdate":"tool_call_update","toolCallId":"t","status":"completed","content":[{"type":"terminal","terminalId":"'$term'"}]}'
            ask terminal/release '{"sessionId":"s","terminalId":"'$term'"}'
            ask terminal/create '{"sessionId":"s","command":"sleep","args":["1234.5"]}'
            ask fs/write_text_file '{"sessionId":"s","path":"'$PWD'/made.txt","content":"one\ntwo\n"}'
            ask fs/read_text_file '{"sessionId":"s","path":"'$PWD'/made.txt","line":2,"limit":1}'
            say "$(printf '%s' "$answer" | sed 's/.*"content":"\([a-z]*\)".*/read \1/')"
            ask fs/read_text_file '{"sessionId":"s","path":"/etc/hostname"}'
            say "$(printf '%s' "$answer" | sed 's/.*outside of the task.s worktree.*/refused/')"
            id=$prompt; answer '{"stopReason":"end_turn"}'
            hear
            """);

        Assert.Equal("in_review", task["task"]!["state"]!.ToString());
        var worktree = task["task"]!["worktreePath"]!.ToString();
        var events = (await _shell.JsonAsync(repository.Path, "call", "listTaskEvents", "--json", $$"""{"taskId":"{{task["task"]!["id"]}}"}"""))["events"]!.AsArray();
        var words = string.Concat(events.Where(entry => entry!["kind"]!.ToString() == "agent_message").Select(entry => entry!["payload"]!["append"]?.ToString()));
        Assert.Equal("exit 0 read two refused ", words);
        var shown = events.Last(entry => entry!["kind"]!.ToString() == "tool_call" && entry["payload"]!["content"] is not null)!["payload"]!;
        Assert.Equal($"{worktree}\n\n", shown["content"]![0]!["text"]!.ToString());
        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(Path.Combine(worktree, "made.txt"), Token));
        var greeting = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(worktree, "greeting.json"), Token))!["params"]!["clientCapabilities"]!;
        Assert.True(greeting["terminal"]!.GetValue<bool>() && greeting["fs"]!["readTextFile"]!.GetValue<bool>());
        var prompt = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(worktree, "prompt.json"), Token))!["params"]!["prompt"]!.AsArray();
        Assert.EndsWith("/README.md", prompt[1]!["resource"]!["uri"]!.ToString(), StringComparison.Ordinal);

        await _shell.RunAsync("stop", "--all");
        Assert.Equal("", (await _shell.ShellAsync("pgrep -f 'sleep 1234[.]5' || true")).Output);
    }

    [Fact]
    public async Task One_that_does_not_hear_cancel_is_gone_within_seconds_with_what_it_started()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        await StartAsync(repository, "go", """
            say working
            ask terminal/create '{"sessionId":"s","command":"sleep","args":["4321.5"]}'
            say waiting
            while :; do sleep 1000; done
            """);
        await _shell.ShellAsync("until pgrep -f 'sleep 4321[.]5' > /dev/null; do sleep 0.05; done");
        var began = TimeProvider.System.GetTimestamp();

        var stopped = await _shell.JsonAsync(repository.Path, "task", "stop", "last");

        Assert.Equal("interrupted", stopped["task"]!["state"]!.ToString());
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(10));
        Assert.Equal("", (await _shell.ShellAsync("pgrep -f 'sleep 4321[.]5' || true")).Output);
    }

    [Fact]
    public async Task One_that_wants_a_login_ends_the_turn_with_the_way_to_it()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        var script = Path.Combine(repository.Folder, "agent.sh");
        await File.WriteAllTextAsync(script, """
            hear() { IFS= read -r line || exit 0; id=$(printf '%s' "$line" | sed -n 's/.*"id":\([0-9]*\).*/\1/p'); }
            hear; printf '{"jsonrpc":"2.0","id":%s,"result":{"protocolVersion":1,"authMethods":[{"id":"t","name":"Robo login","type":"terminal","args":["--login"]}]}}\n' "$id"
            hear; printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32000,"message":"Authentication required"}}\n' "$id"
            hear
            """, Token);

        var task = await _shell.JsonAsync(
            repository.Path, "task", "create", "--add", "--agent", "acp", "--agent-command", "sh", "--agent-command", script, "--start", "go");
        var failed = await _shell.RunInAsync(repository.Path, "task", "wait", "last", "--json", "--timeout", "60");

        Assert.NotNull(task["task"]);
        var failure = CommandLine.One(failed)["task"]!["failure"]!;
        Assert.Equal("not_logged_in", failure["code"]!.ToString());
        Assert.Contains("It offers: Robo login.", failure["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains($"`sh {script} --login`", failure["next"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_options_are_offered_in_an_editor_and_reach_it()
    {
        using var repository = await TestRepository.CreateAsync(Token);
        await using var server = await ServeAsync(repository);
        var script = Path.Combine(repository.Folder, "agent.sh");
        var beginning = Beginning
            .Replace("answer '{\"sessionId\":\"s\"}'", "answer '{\"sessionId\":\"s\",\"configOptions\":['\"$(option low)\"']}'", StringComparison.Ordinal);
        await File.WriteAllTextAsync(script, """
            option() { printf '{"id":"effort","name":"Effort","category":"thought_level","type":"select","currentValue":"%s","options":[{"value":"low","name":"Low"},{"value":"high","name":"High"}]}' "$1"; }

            """ + beginning + """
            say done
            id=$prompt; answer '{"stopReason":"end_turn"}'
            hear; printf '%s\n' "$line" > option.json
            answer '{"configOptions":['"$(option high)"']}'
            hear
            """, Token);
        await using var editor = Editor.Start(_shell, "--agent", "acp", "--agent-command", "sh", "--agent-command", script);
        await editor.InitializeAsync();
        var session = await editor.NewSessionAsync(repository.Path);
        await await editor.PromptAsync(session, "go");
        var offered = Assert.Single(editor.Updates("config_option_update"))["configOptions"]![0]!;
        Assert.Equal(("effort", "low", 2), (offered["id"]!.ToString(), offered["currentValue"]!.ToString(), offered["options"]!.AsArray().Count));

        var answer = await editor.CallAsync("session/set_config_option", $$"""{"sessionId":"{{session}}","configId":"effort","value":"high"}""");

        Assert.Equal("high", answer["configOptions"]![0]!["currentValue"]!.ToString());
        await editor.FindAsync(message => message["params"]?["update"]?["configOptions"]?[0]?["currentValue"]?.ToString() == "high");
        var worktree = (await _shell.JsonAsync(repository.Path, "task", "show", session))["task"]!["worktreePath"]!.ToString();
        Assert.Contains("\"value\":\"high\"", await File.ReadAllTextAsync(Path.Combine(worktree, "option.json"), Token), StringComparison.Ordinal);
        var many = string.Join(',', Enumerable.Range(0, 21).Select(number => $"\"o{number}\":\"x\""));
        var refused = await _shell.RunAsync("call", "updateUnitTask", "--json", $$$"""{"id":"{{{session}}}","agentOptions":{{{{many}}}}}""");
        Assert.Equal(1, refused.ExitCode);
    }

    private async Task StartAsync(TestRepository repository, string prompt, string script)
    {
        var path = Path.Combine(repository.Folder, "agent.sh");
        await File.WriteAllTextAsync(path, Beginning + script, Token);
        await _shell.JsonAsync(
            repository.Path, "task", "create", "--add", "--agent", "acp", "--agent-command", "sh", "--agent-command", path, "--start", prompt);
    }

    private async Task<JsonObject> RunAsync(TestRepository repository, string prompt, string script)
    {
        await StartAsync(repository, prompt, script);
        return await _shell.JsonAsync(repository.Path, "task", "wait", "last", "--timeout", "60");
    }

    private Task<Server> ServeAsync(TestRepository repository)
    {
        _shell.Environment["HOME"] = repository.Home;
        _shell.Environment["SECRET_OF_OURS"] = "never";
        return _shell.ServeAsync("--allow", repository.Folder);
    }
}
