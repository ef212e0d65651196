using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Tests.Acp;

/// <summary>What is said in a session: prompts, updates, options, forms, terminals.</summary>
public sealed class AcpSessionTests
{
    private static readonly PromptAttachment Picture = new() { Name = "shot.png", MediaType = "image/png", Data = "aGVsbG8=" };
    private static readonly PromptFile File = new("/repo/src/a b.cs", "src/a b.cs", "class A;");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pictures_and_files_go_as_they_are_to_an_agent_that_takes_them()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync("""{"promptCapabilities":{"image":true,"embeddedContext":true}}""");

        var (prompt, running) = await stage.BeginAsync(new("look", [Picture], [File]));

        Assert.Equal(
            """[{"type":"text","text":"look"},{"type":"resource","resource":{"uri":"file:///repo/src/a%20b.cs","mimeType":"text/plain","text":"class A;"}},{"type":"image","mimeType":"image/png","data":"aGVsbG8="}]""",
            prompt["params"]!["prompt"]!.ToJsonString());
        await stage.EndAsync(prompt, running);
        Assert.Empty(stage.Sink.Notices);
    }

    [Fact]
    public async Task Others_get_links_and_words_and_the_person_a_notice()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync();

        var (prompt, running) = await stage.BeginAsync(new("look", [Picture], [File]));

        var blocks = prompt["params"]!["prompt"]!.AsArray();
        Assert.Equal("""{"type":"resource_link","uri":"file:///repo/src/a%20b.cs","name":"src/a b.cs"}""", blocks[1]!.ToJsonString());
        Assert.Contains("shot.png (image/png, 6 bytes)", blocks[2]!["text"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("images_left_out", Assert.Single(stage.Sink.Notices).Code);
        await stage.EndAsync(prompt, running);
    }

    [Fact]
    public async Task Every_option_is_told_whole_when_it_changes_and_can_be_set_between_and_during_turns()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync(session: """
            {"sessionId":"s","modes":{"currentModeId":"default","availableModes":[{"id":"default","name":"Default"},{"id":"plan","name":"Plan"}]},
             "configOptions":[{"id":"effort","name":"Effort","category":"thought_level","type":"select","currentValue":"low","options":[{"group":"g","name":"Usual","options":[{"value":"low","name":"Low"},{"value":"high","name":"High"}]}]},
                              {"id":"web","name":"Web search","type":"boolean","currentValue":false}]}
            """.ReplaceLineEndings(""));
        var told = Assert.Single(stage.Sink.Configs, config => config.Options is not null).Options!;
        Assert.Equal([("mode", "default"), ("effort", "low"), ("web", "false")], told.Select(option => (option.Id, option.Value)));
        Assert.Equal(["Usual", "Usual"], told[1].Choices.Select(choice => choice.Group));

        var setting = stage.Conversation.SetOptionAsync("effort", "high", Token);
        var call = await stage.HearAsync("session/set_config_option");
        Assert.Equal("""{"configId":"effort","value":"high","sessionId":"s"}""", call["params"]!.ToJsonString());
        stage.Answer(call, "{}");
        await setting;
        Assert.Equal("high", stage.Sink.Configs[^1].Options![1].Value);

        var (prompt, running) = await stage.BeginAsync();
        setting = stage.Conversation.SetOptionAsync("web", "true", Token);
        call = await stage.HearAsync("session/set_config_option");
        Assert.Equal("""{"configId":"web","type":"boolean","value":true,"sessionId":"s"}""", call["params"]!.ToJsonString());
        stage.Answer(call, "{}");
        await setting;
        setting = stage.Conversation.SetOptionAsync("mode", "plan", Token);
        call = await stage.HearAsync("session/set_mode");
        Assert.Equal("plan", call["params"]!["modeId"]!.ToString());
        stage.Answer(call, "{}");
        await setting;
        Assert.Equal(["plan", "high", "true"], stage.Sink.Configs[^1].Options!.Select(option => option.Value));

        stage.Update("""{"sessionUpdate":"config_option_update","configOptions":[{"id":"effort","name":"Effort","currentValue":"low","options":[{"value":"low","name":"Low"}]}]}""");
        await stage.WaitAsync(sink => sink.Configs[^1].Options is { Count: 2 });
        await stage.EndAsync(prompt, running);
    }

    [Fact]
    public async Task An_option_that_is_not_offered_or_refused_is_a_notice()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync(session: """{"sessionId":"s","configOptions":[{"id":"effort","name":"Effort","currentValue":"low","options":[{"value":"low","name":"Low"},{"value":"high","name":"High"}]}]}""");

        await stage.Conversation.SetOptionAsync("effort", "huge", Token);
        await stage.Conversation.SetOptionAsync("colour", "red", Token);
        var setting = stage.Conversation.SetOptionAsync("effort", "high", Token);
        stage.Refuse(await stage.HearAsync("session/set_config_option"), -32603, "not now");
        await setting;

        Assert.Equal(["option_unchanged", "option_unchanged", "option_unchanged"], stage.Sink.Notices.Select(notice => notice.Code));
    }

    [Fact]
    public async Task Models_of_their_own_list_are_chosen_by_their_own_method()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync(session: """{"sessionId":"s","models":{"currentModelId":"small","availableModels":[{"modelId":"small","name":"Small"},{"modelId":"large","name":"Large"}]}}""");

        var changing = stage.Conversation.ConfigureAsync(null, "large", Token);
        var call = await stage.HearAsync("session/set_model");
        stage.Answer(call, "{}");
        await changing;

        Assert.Equal("large", call["params"]!["modelId"]!.ToString());
        Assert.Equal(("large", null), (stage.Sink.Configs[^1].Model, stage.Sink.Configs[^1].PermissionMode));
    }

    [Fact]
    public async Task The_remaining_updates_are_told_too()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync();
        var (prompt, running) = await stage.BeginAsync(new("please go on"));
        stage.Update("""{"sessionUpdate":"user_message_chunk","content":{"type":"text","text":"go on"}}""");
        stage.Update("""{"sessionUpdate":"user_message_chunk","content":{"type":"text","text":"something else"}}""");
        stage.Update("""{"sessionUpdate":"session_info_update","title":"Fix the login"}""");
        stage.Update("""{"sessionUpdate":"session_info_update","title":"Fix the login"}""");
        stage.Update("""{"sessionUpdate":"notice","severity":"warning","title":"Slow provider","description":"It may take long"}""");
        stage.Update("""{"sessionUpdate":"compaction_update","compactionId":"c","status":"in_progress"}""");
        stage.Update("""{"sessionUpdate":"compaction_summary_chunk","compactionId":"c","content":{"type":"text","text":"So far"}}""");
        stage.Update("""{"sessionUpdate":"compaction_update","compactionId":"c","status":"completed","summary":[{"type":"text","text":"So far so good"}]}""");
        stage.Update("""{"sessionUpdate":"plan","entries":[{"content":"One","priority":"high","status":"in_progress"}]}""");
        stage.Update("""{"sessionUpdate":"available_commands_update","availableCommands":[{"name":"init","description":"Begin","input":{"hint":"what"}}]}""");
        stage.Update("""{"sessionUpdate":"usage_update","used":100,"size":1000,"cost":{"amount":0.5,"currency":"USD"}}""");
        await stage.EndAsync(prompt, running);

        Assert.Equal("user_message_chunk", Assert.Single(stage.Sink.Raws).Source);
        Assert.Equal("Fix the login", Assert.Single(stage.Sink.Configs, config => config.Title is not null).Title);
        Assert.Equal(["agent_notice", "compacting", "compacted"], stage.Sink.Notices.Select(notice => notice.Code));
        Assert.Equal("Slow provider: It may take long", stage.Sink.Notices[0].Message);
        Assert.Equal("So far so good", Assert.Single(stage.Sink.Thoughts));
        Assert.Equal("One", Assert.Single(Assert.Single(stage.Sink.Plans).Entries).Content);
        Assert.Equal("what", Assert.Single(stage.Sink.Payloads(EventKinds.Commands, ProtocolJson.Default.CommandsPayload)[^1].Commands).Hint);
        Assert.Equal((100, 1000, 0.5), Figures(stage.Sink.Payloads(EventKinds.Usage, ProtocolJson.Default.TokenUsage)[^1]));
    }

    [Fact]
    public async Task All_kinds_of_options_are_passed_on_and_a_refusal_for_ever_declines_the_call()
    {
        await using var stage = new AcpStage();
        stage.Stage.Answering("never");
        await stage.StartAsync();
        var (prompt, running) = await stage.BeginAsync();

        var answer = await stage.AskAsync("session/request_permission", """
            {"sessionId":"s","toolCall":{"toolCallId":"t","title":"rm -r x","kind":"execute"},"options":[
              {"optionId":"once","name":"Yes","kind":"allow_once"},{"optionId":"always","name":"Always","kind":"allow_always"},
              {"optionId":"no","name":"No","kind":"reject_once"},{"optionId":"never","name":"Never","kind":"reject_always"}]}
            """.ReplaceLineEndings(""));
        stage.Update("""{"sessionUpdate":"tool_call_update","toolCallId":"t","status":"failed"}""");
        await stage.EndAsync(prompt, running);

        Assert.Equal("never", answer["result"]!["outcome"]!["optionId"]!.ToString());
        Assert.Equal(
            [ApprovalOptionKind.AllowOnce, ApprovalOptionKind.AllowAlways, ApprovalOptionKind.RejectOnce, ApprovalOptionKind.RejectAlways],
            Assert.Single(stage.Sink.Approvals).Options.Select(option => option.Kind));
        Assert.Equal(ToolStatus.Declined, Assert.Single(stage.Sink.ToolCalls).Call.Status);
    }

    [Fact]
    public async Task A_form_is_a_question_and_its_answer_has_the_schemas_types()
    {
        await using var stage = new AcpStage();
        stage.Sink.OnApproval = async approval => await stage.Conversation.AnswerAsync(
            new()
            {
                ApprovalId = approval.Id,
                Answers =
                [
                    new() { QuestionId = "where", Values = ["Staging"] },
                    new() { QuestionId = "how_many", Values = ["3"] },
                    new() { QuestionId = "sure", Values = ["Yes"] },
                    new() { QuestionId = "tags", Values = ["A", "B"] },
                ],
            },
            Token);
        await stage.StartAsync();
        var (prompt, running) = await stage.BeginAsync();

        var answer = await stage.AskAsync("elicitation/create", """
            {"sessionId":"s","mode":"form","message":"Deploy?","requestedSchema":{"type":"object","properties":{
              "where":{"type":"string","title":"Where","oneOf":[{"const":"stg","title":"Staging"},{"const":"prd","title":"Production"}]},
              "how_many":{"type":"integer"},"sure":{"type":"boolean"},"tags":{"type":"array","items":{"enum":["A","B"]}}},"required":["where"]}}
            """.ReplaceLineEndings(""));
        await stage.EndAsync(prompt, running);

        Assert.Equal("""{"action":"accept","content":{"where":"stg","how_many":3,"sure":true,"tags":["A","B"]}}""", answer["result"]!.ToJsonString());
        var approval = Assert.Single(stage.Sink.Approvals);
        Assert.Equal((ApprovalKind.Question, 4), (approval.Kind, approval.Questions!.Count));
        Assert.True(approval.Questions[3].MultiSelect);
    }

    [Fact]
    public async Task A_form_that_nobody_answers_is_cancelled_with_the_turn_and_a_page_is_refused()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync();
        var (prompt, running) = await stage.BeginAsync();
        stage.Ask("elicitation/create", """{"sessionId":"s","mode":"form","message":"?","requestedSchema":{"type":"object","properties":{"a":{"type":"string"}}}}""", 5);
        await stage.WaitAsync(sink => sink.Approvals.Count == 1);
        var page = await stage.AskAsync("elicitation/create", """{"sessionId":"s","mode":"url","message":"?","url":"https://x.example/","elicitationId":"e"}""");
        await stage.Conversation.InterruptAsync(Token);
        await stage.HearAsync("session/cancel");
        var cancelled = await stage.Pipe.HearAsync();
        stage.Answer(prompt, """{"stopReason":"cancelled"}""");

        Assert.Equal(-32602, page["error"]!["code"]!.GetValue<int>());
        Assert.Equal((5, "cancel"), (cancelled["id"]!.GetValue<int>(), cancelled["result"]!["action"]!.ToString()));
        Assert.Equal(TurnOutcome.Interrupted, (await running).Outcome);
        Assert.Single(stage.Sink.Cancelled);
    }

    private static (long?, long?, double?) Figures(TokenUsage usage) => (usage.ContextUsed, usage.ContextSize, usage.CostUsd);
}
