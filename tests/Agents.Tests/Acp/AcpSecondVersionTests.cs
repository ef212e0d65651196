using System.Text;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Tests.Acp;

/// <summary>What is told in a turn of version 2: messages, tool calls, programs, plans and all other updates.</summary>
public sealed class AcpSecondVersionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_prompt_goes_with_pictures_and_files_and_its_echo_is_not_told()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync("""{"prompt":{"image":{},"embeddedContext":{}}}""");

        var (prompt, running) = await stage.BeginSecondAsync(
            new("look", [new() { Name = "a.png", MediaType = "image/png", Data = "aGVsbG8=" }], [new("/repo/a.cs", "a.cs", "class A;")]));
        stage.Update("""{"sessionUpdate":"user_message_chunk","messageId":"u1","content":{"type":"text","text":"and what the agent made of it"}}""");
        stage.Update("""{"sessionUpdate":"user_message_chunk","messageId":"u2","content":{"type":"text","text":"from elsewhere"}}""");
        await stage.EndSecondAsync(running);

        Assert.Equal(
            """[{"type":"text","text":"look"},{"type":"resource","resource":{"uri":"file:///repo/a.cs","mimeType":"text/plain","text":"class A;"}},{"type":"image","mimeType":"image/png","data":"aGVsbG8="}]""",
            prompt["params"]!["prompt"]!.ToJsonString());
        Assert.Contains("from elsewhere", Assert.Single(stage.Sink.Raws).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_grow_side_by_side_and_are_replaced_whole()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginSecondAsync();
        stage.Update(Chunk("agent_thought_chunk", "t1", "Hm"));
        stage.Update(Chunk("agent_message_chunk", "m1", "One"));
        stage.Update(Chunk("agent_message_chunk", "m2", "Two"));
        stage.Update(Chunk("agent_message_chunk", "m1", " more"));
        stage.Update(Chunk("agent_thought_chunk", "t1", "m."));
        stage.Update("""{"sessionUpdate":"agent_message","messageId":"m2","content":[{"type":"text","text":"2: "},{"type":"resource_link","name":"a","uri":"file:///a"}]}""");
        stage.Update(Chunk("agent_message_chunk", "m2", "!"));
        stage.Update("""{"sessionUpdate":"agent_message","messageId":"m1"}"""); // changes nothing
        stage.Update("""{"sessionUpdate":"agent_thought","messageId":"t2","content":[{"type":"text","text":"whole"}]}""");
        stage.Update("""{"sessionUpdate":"agent_message","messageId":"m3","content":[{"type":"text","text":"gone"}]}""");
        stage.Update("""{"sessionUpdate":"agent_message","messageId":"m3","content":null}""");
        var result = await stage.EndSecondAsync(running);

        Assert.Equal((TurnOutcome.Completed, "end_turn", "s"), (result.Outcome, result.StopReason, result.NativeSessionId));
        Assert.Equal(["One more", "2: [a](file:///a)!", ""], stage.Sink.Messages);
        Assert.Equal(["Hmm.", "whole"], stage.Sink.Thoughts);
        Assert.Empty(stage.Sink.Raws);
    }

    [Fact]
    public async Task A_tool_call_is_changed_member_by_member_and_null_takes_back()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginSecondAsync();
        stage.Update("""{"sessionUpdate":"tool_call_update","toolCallId":"t","name":"edit","title":"Edit /repo/a.cs","kind":"edit","status":"in_progress","locations":[{"path":"/repo/a.cs","line":3}],"rawInput":{"a":1},"content":[{"type":"content","content":{"type":"text","text":"busy"}}]}""");
        stage.Update("""{"sessionUpdate":"tool_call_update","toolCallId":"t","title":null,"kind":null,"locations":[],"content":null,"status":"paused"}""");
        await stage.WaitAsync(sink => sink.ToolCalls is [{ Call.Locations.Count: 0 }]);
        var cleared = stage.Sink.ToolCalls[0].Call;
        Assert.Equal(("Tool", ToolKind.Other, ToolStatus.Pending, 0), (cleared.Title, cleared.Kind, cleared.Status, cleared.Content!.Count));
        Assert.Equal("edit", cleared.ToolName);

        stage.Update("""{"sessionUpdate":"tool_call_update","toolCallId":"t","status":"completed","rawOutput":{"output":"done"}}""");
        stage.Update("""{"sessionUpdate":"tool_call_update","toolCallId":"u","status":"cancelled"}""");
        stage.Update("""{"sessionUpdate":"tool_call_update","toolCallId":"v","status":"_melting","kind":"_sculpt"}""");
        await stage.EndSecondAsync(running);

        Assert.Equal([ToolStatus.Completed, ToolStatus.Declined, ToolStatus.Completed], stage.Sink.ToolCalls.Select(call => call.Call.Status));
        Assert.Equal("done", Assert.Single(stage.Sink.ToolCalls[0].Call.Content!).Text);
    }

    [Fact]
    public async Task A_difference_shows_each_file_of_its_patch_and_words_for_the_rest()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginSecondAsync();
        stage.Update("""
            {"sessionUpdate":"tool_call_update","toolCallId":"t","content":[{"type":"diff","changes":[
              {"operation":"modify","path":"/repo/src/a.cs"},{"operation":"add","path":"/repo/b.txt"},{"operation":"delete","path":"/repo/c.txt"},
              {"operation":"move","oldPath":"/repo/x.png","path":"/repo/y.png"},{"operation":"_link","path":"/repo/z"}],
             "patch":{"format":"git_patch","text":"diff --git a/src/a.cs b/src/a.cs\nindex 1..2 100644\n--- a/src/a.cs\n+++ b/src/a.cs\n@@ -1,2 +1,2 @@\n one\n-two\n+2\ndiff --git a/b.txt b/b.txt\nnew file mode 100644\n--- /dev/null\n+++ b/b.txt\n@@ -0,0 +1 @@\n+new\ndiff --git a/c.txt b/c.txt\ndeleted file mode 100644\n--- a/c.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n\\ No newline at end of file\n"}},
             {"type":"diff","changes":[{"operation":"add","path":"/repo/only.bin","fileType":"binary"}]}]}
            """.ReplaceLineEndings(""));
        await stage.EndSecondAsync(running);

        Assert.Equal(
            [
                ("src/a.cs", "one\ntwo\n", "one\n2\n", null),
                ("b.txt", null, "new\n", null),
                ("c.txt", "old\n", "", null),
                (null, null, null, "Moved x.png to y.png\n_link z"),
                (null, null, null, "Added only.bin"),
            ],
            stage.Sink.ToolCalls[0].Call.Content!.Select(content => (content.Path, content.OldText, content.NewText, content.Text)));
    }

    [Fact]
    public async Task Content_that_comes_piece_by_piece_is_put_together()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginSecondAsync();
        stage.Update(Piece("t", """{"type":"content","content":{"type":"text","text":"one "}}"""));
        stage.Update(Piece("t", """{"type":"content","content":{"type":"text","text":"two"}}"""));
        await stage.WaitAsync(sink => sink.ToolCalls.Count == 1);
        await stage.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => stage.Sink.ToolCalls[0].Call.Content is [{ Text: "one two" }]);

        stage.Update(Piece("t", """{"type":"content","content":{"type":"image","mimeType":"image/png","data":"aGVsbG8="}}"""));
        stage.Update(Piece("t", """{"type":"content","content":{"type":"text","text":" three"}}"""));
        stage.Update("""{"sessionUpdate":"tool_call_update","toolCallId":"t","status":"completed","rawOutput":"one two three"}""");
        await stage.WaitAsync(sink => sink.ToolCalls[0].Call is { Status: ToolStatus.Completed, Content: [{ Text: "one two" }, { Type: ToolContentType.Image }, { Text: " three" }] });
        await stage.EndSecondAsync(running);
    }

    [Fact]
    public async Task A_program_of_the_agent_is_shown_while_it_runs_also_when_it_is_told_of_later()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginSecondAsync();
        stage.Update("""{"sessionUpdate":"tool_call_update","toolCallId":"t","title":"npm test","kind":"execute","status":"in_progress","content":[{"type":"terminal","terminalId":"x"}]}""");
        stage.Update("""{"sessionUpdate":"terminal_update","terminalId":"x","command":"npm test","cwd":"/repo","size":{"cols":80,"rows":24},"capabilities":{"cancel":{}}}""");
        var bytes = Encoding.UTF8.GetBytes("läuft");
        stage.Update(Output("x", bytes[..2])); // half a letter
        stage.Update(Output("x", bytes[2..]));
        await stage.WaitAsync(sink => sink.ToolCalls.Count == 1);
        await stage.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => stage.Sink.ToolCalls[0].Call.Content is [{ Text: "läuft" }]);

        stage.Update($$$"""{"sessionUpdate":"terminal_update","terminalId":"x","output":{"data":"{{{Convert.ToBase64String("3 failed"u8)}}}"},"exitStatus":{"exitCode":1}}""");
        stage.Update("""{"sessionUpdate":"tool_call_update","toolCallId":"t","status":"failed"}""");
        await stage.WaitAsync(sink => sink.ToolCalls[0].Call is { Status: ToolStatus.Failed, ExitCode: 1, Content: [{ Text: "3 failed" }] });
        await stage.EndSecondAsync(running);
    }

    [Fact]
    public async Task All_other_updates_are_told_too()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginSecondAsync();
        stage.Update("""{"sessionUpdate":"plan_update","plan":{"type":"items","planId":"p","entries":[{"content":"One","priority":"high","status":"in_progress"},{"content":"Two","priority":"low","status":"cancelled"}]}}""");
        stage.Update("""{"sessionUpdate":"plan_update","plan":{"type":"items","planId":"q","entries":[{"content":"Three","priority":"_soon","status":"_someday"}]}}""");
        stage.Update("""{"sessionUpdate":"plan_update","plan":{"type":"items","planId":"p","entries":[{"content":"One","priority":"high","status":"completed"}]}}""");
        stage.Update("""{"sessionUpdate":"available_commands_update","availableCommands":[{"type":"command","name":"init","description":"Begin"}]}""");
        stage.Update("""{"sessionUpdate":"config_option_update","configOptions":[{"configId":"web","name":"Web","type":"boolean","currentValue":true}]}""");
        stage.Update("""{"sessionUpdate":"session_info_update","title":"Fix the login"}""");
        stage.Update("""{"sessionUpdate":"usage_update","used":100,"size":1000,"cost":{"amount":0.5,"currency":"USD"}}""");
        stage.Update("""{"sessionUpdate":"notice","severity":"warning","title":"Slow","description":"It may take long"}""");
        stage.Update("""{"sessionUpdate":"compaction_update","compactionId":"c","status":"in_progress"}""");
        stage.Update("""{"sessionUpdate":"compaction_summary_chunk","compactionId":"c","content":{"type":"text","text":"So far"}}""");
        stage.Update("""{"sessionUpdate":"compaction_update","compactionId":"c","status":"completed","summary":[{"type":"text","text":"So far so good"}]}""");
        var result = await stage.EndSecondAsync(running);

        Assert.Equal(
            [("One", PlanEntryStatus.Completed), ("Three", PlanEntryStatus.Pending)],
            stage.Sink.Plans[^1].Entries.Select(entry => (entry.Content, entry.Status)));
        Assert.Equal(("Two (cancelled)", PlanEntryStatus.Completed), (stage.Sink.Plans[0].Entries[1].Content, stage.Sink.Plans[0].Entries[1].Status));
        Assert.Equal("init", Assert.Single(stage.Sink.Payloads(EventKinds.Commands, ProtocolJson.Default.CommandsPayload)[^1].Commands).Name);
        Assert.Contains(stage.Sink.Configs, config => config.Options is [{ Id: "web", Value: "true" }]);
        Assert.Contains(stage.Sink.Configs, config => config.Title == "Fix the login");
        Assert.Equal((100, 1000, 0.5), (result.Usage!.ContextUsed, result.Usage.ContextSize, result.Usage.CostUsd));
        Assert.Equal(["agent_notice", "compacting", "compacted"], stage.Sink.Notices.Select(notice => notice.Code));
        Assert.Equal("So far so good", Assert.Single(stage.Sink.Thoughts));
        Assert.Empty(stage.Sink.Raws);
    }

    [Fact]
    public async Task Modes_models_and_options_are_set_by_one_method_with_their_types()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync(opened: """
            {"sessionId":"s","configOptions":[
              {"configId":"m","name":"Mode","category":"mode","type":"select","currentValue":"default","options":[{"value":"default","name":"Default"},{"value":"plan","name":"Plan"}]},
              {"configId":"l","name":"Model","category":"model","type":"select","currentValue":"small","options":[{"value":"small","name":"S"},{"value":"large","name":"L"}]},
              {"configId":"web","name":"Web","type":"boolean","currentValue":false}]}
            """.ReplaceLineEndings(""));

        await SetAsync(stage.Conversation.ConfigureAsync(PermissionMode.Plan, null, Token), """{"configId":"m","type":"id","value":"plan","sessionId":"s"}""",
            """{"configOptions":[{"configId":"m","name":"Mode","category":"mode","type":"select","currentValue":"plan","options":[{"value":"default","name":"Default"},{"value":"plan","name":"Plan"}]},{"configId":"l","name":"Model","category":"model","type":"select","currentValue":"small","options":[{"value":"small","name":"S"},{"value":"large","name":"L"}]},{"configId":"web","name":"Web","type":"boolean","currentValue":false}]}""");
        Assert.Equal(("plan", PermissionMode.Plan), (stage.Sink.Configs[^1].Mode, stage.Sink.Configs[^1].PermissionMode));
        await SetAsync(stage.Conversation.ConfigureAsync(null, "large", Token), """{"configId":"l","type":"id","value":"large","sessionId":"s"}""", """{"configOptions":[]}""");
        Assert.Equal("large", stage.Sink.Configs[^1].Model);

        async Task SetAsync(Task setting, string expected, string answer)
        {
            var call = await stage.HearAsync("session/set_config_option");
            Assert.Equal(expected, call["params"]!.ToJsonString());
            stage.Answer(call, answer);
            await setting;
        }
    }

    [Fact]
    public async Task Unknown_variants_and_junk_are_kept_and_the_turn_goes_on()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginSecondAsync();
        string[] junk =
        [
            """{"sessionUpdate":"sun_spots"}""", """{}""", """[]""",
            """{"sessionUpdate":"tool_call","toolCallId":"t","title":"of version 1"}""",
            """{"sessionUpdate":"plan","entries":[]}""",
            """{"sessionUpdate":"current_mode_update","currentModeId":"plan"}""",
            """{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"no id"}}""",
            """{"sessionUpdate":"agent_message_chunk","messageId":"m","content":{"type":"hologram"}}""",
            """{"sessionUpdate":"agent_message","content":[]}""",
            """{"sessionUpdate":"tool_call_update","title":"no id"}""",
            """{"sessionUpdate":"tool_call_content_chunk","toolCallId":"t"}""",
            """{"sessionUpdate":"plan_update","plan":{"type":"_tree","planId":"p"}}""",
            """{"sessionUpdate":"terminal_update"}""",
            """{"sessionUpdate":"terminal_output_chunk","terminalId":"x","data":"not base64!"}""",
            """{"sessionUpdate":"state_update"}""",
            """{"sessionUpdate":"state_update","state":"_dreaming"}""",
        ];
        foreach (var update in junk)
        {
            stage.Update(update);
        }

        stage.Update(Chunk("agent_message_chunk", "m", "still here"));
        var file = await stage.AskAsync("fs/read_text_file", """{"sessionId":"s","path":"/repo/a"}""");
        var program = await stage.AskAsync("terminal/create", """{"sessionId":"s","command":"ls"}""", 78);
        var result = await stage.EndSecondAsync(running);

        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.Equal((-32601, -32601), (file["error"]!["code"]!.GetValue<int>(), program["error"]!["code"]!.GetValue<int>()));
        Assert.Equal(junk.Length + 2, stage.Sink.Raws.Count);
        Assert.Equal(["still here"], stage.Sink.Messages);
        Assert.Empty(stage.Sink.ToolCalls);
    }

    [Fact]
    public async Task A_form_is_a_question()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        stage.Sink.OnApproval = async approval => await stage.Conversation.AnswerAsync(
            new() { ApprovalId = approval.Id, Answers = [new() { QuestionId = "where", Values = ["Staging"] }] }, Token);
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginSecondAsync();
        stage.Update("""{"sessionUpdate":"state_update","state":"requires_action"}""");
        var answer = await stage.AskAsync("elicitation/create", """{"sessionId":"s","mode":"form","message":"Deploy?","requestedSchema":{"type":"object","properties":{"where":{"type":"string","oneOf":[{"const":"stg","title":"Staging"}]}}}}""");
        var unknown = await stage.AskAsync("elicitation/create", """{"sessionId":"s","mode":"_voice","message":"Say it"}""", 78);
        stage.Update("""{"sessionUpdate":"state_update","state":"running"}""");
        await stage.EndSecondAsync(running);

        Assert.Equal("""{"action":"accept","content":{"where":"stg"}}""", answer["result"]!.ToJsonString());
        Assert.Equal(-32602, unknown["error"]!["code"]!.GetValue<int>());
        Assert.Equal(ApprovalKind.Question, Assert.Single(stage.Sink.Approvals).Kind);
    }

    private static string Chunk(string kind, string id, string text) =>
        $$$"""{"sessionUpdate":"{{{kind}}}","messageId":"{{{id}}}","content":{"type":"text","text":"{{{text}}}"}}""";

    private static string Piece(string call, string content) =>
        $$$"""{"sessionUpdate":"tool_call_content_chunk","toolCallId":"{{{call}}}","content":{{{content}}}}""";

    private static string Output(string terminal, byte[] bytes) =>
        $$$"""{"sessionUpdate":"terminal_output_chunk","terminalId":"{{{terminal}}}","data":"{{{Convert.ToBase64String(bytes)}}}"}""";
}
