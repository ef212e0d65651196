using System.Text.Json.Nodes;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Reviews;
using Homeport.Protocol.Tasks;
using Homeport.Rpc;

namespace Homeport.Host.Tests.Tasks;

/// <summary>Going back, going another way, and letting another agent go on.</summary>
public abstract partial class TaskFlowTests
{
    [Fact]
    public async Task A_rewind_restores_the_files_takes_the_messages_back_and_goes_on_in_a_copy_of_the_agents_session()
    {
        var (task, turns) = await TalkAsync("first", "second", "third");

        var back = await RewindAsync(task, turns[1]);

        Assert.Equal(("second", "native"), (back["prompt"]!.GetValue<string>(), back["means"]!.GetValue<string>()));
        Assert.Equal(2, Assert.Single(_worker.Calls, call => call.Method == WorkerMethods.RestoreSnapshot).Params.GetProperty("number").GetInt32());
        Assert.Equal([false, true, true], await UndoneAsync(task));
        var rewound = Assert.Single(await EventsAsync(task), item => item!["kind"]!.GetValue<string>() == EventKinds.Rewound)!["payload"]!;
        Assert.Equal((2, 2), (rewound["turn"]!.GetValue<int>(), rewound["turns"]!.AsArray().Count));

        await SayAsync(task, "second, but better", "queue");
        var next = await _worker.NextTurnAsync();
        Assert.Equal(("second, but better", "native-1", "point-1"), (next.Prompt, next.NativeSessionId, next.NativePoint));
        Assert.NotEqual(turns[0].SessionId, next.SessionId);
    }

    [Fact]
    public async Task The_copy_is_made_once_and_then_is_the_session()
    {
        var (task, turns) = await TalkAsync("first", "second");
        await RewindAsync(task, turns[1]);
        await SayAsync(task, "again", "queue");
        var turn = await _worker.NextTurnAsync();

        await _worker.WriteAsync(turn, 1, EventKinds.SessionStarted, """{"agentType": "claude_code", "nativeSessionId": "native-2"}""");
        await _worker.ReportAsync(turn, TurnOutcome.Completed, nativeSessionId: "native-2");
        await SayAsync(task, "and on", "queue");

        var next = await _worker.NextTurnAsync();
        Assert.Equal(("native-2", null), (next.NativeSessionId, next.NativePoint));
    }

    [Fact]
    public async Task An_agent_that_cannot_go_back_gets_what_was_said_as_text()
    {
        var (task, turns) = await TalkAsync(native: false, "first", "second");

        var back = await RewindAsync(task, turns[1]);
        await SayAsync(task, "another way", "queue");

        Assert.Equal("text", back["means"]!.GetValue<string>());
        var next = await _worker.NextTurnAsync();
        Assert.Null(next.NativeSessionId);
        Assert.Contains("[Person]\nfirst", next.Prompt, StringComparison.Ordinal);
        Assert.Contains("[Agent]\nanswer to first", next.Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("answer to second", next.Prompt, StringComparison.Ordinal);
        Assert.EndsWith("another way", next.Prompt, StringComparison.Ordinal);
        var said = (await EventsAsync(task)).Last(item => item!["kind"]!.GetValue<string>() == EventKinds.UserMessage)!;
        Assert.Equal("another way", said["payload"]!["text"]!.GetValue<string>()); // the timeline shows what the person wrote
    }

    [Fact]
    public async Task A_rewind_to_the_first_message_begins_anew()
    {
        var (task, turns) = await TalkAsync("first", "second");

        Assert.Equal("new", (await RewindAsync(task, turns[0]))["means"]!.GetValue<string>());
        await SayAsync(task, "first, but better", "queue");

        var next = await _worker.NextTurnAsync();
        Assert.Equal(("first, but better", null, null), (next.Prompt, next.NativeSessionId, next.NativePoint));
    }

    [Fact]
    public async Task A_rewind_can_be_undone_until_something_is_said()
    {
        var (task, turns) = await TalkAsync("first", "second");
        await RewindAsync(task, turns[1]);

        var undone = await CallAsync("undoRewind", $$"""{"taskId": "{{task}}"}""");

        Assert.Equal(turns[0].SessionId, undone["task"]!["sessionId"]!.GetValue<string>());
        Assert.Equal([false, false], await UndoneAsync(task));
        Assert.Equal([2, 77], _worker.Calls.Where(call => call.Method == WorkerMethods.RestoreSnapshot).Select(call => call.Params.GetProperty("number").GetInt32()));
        Assert.Equal("conflict", (await RefuseAsync("undoRewind", $$"""{"taskId": "{{task}}"}"""))["data"]!["code"]!.GetValue<string>());

        await RewindAsync(task, turns[1]);
        await SayAsync(task, "on", "queue");
        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed);
        Assert.Equal("conflict", (await RefuseAsync("undoRewind", $$"""{"taskId": "{{task}}"}"""))["data"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Files_or_conversation_alone_can_go_back()
    {
        var (task, turns) = await TalkAsync("first", "second");

        var files = await CallAsync("rewindTask", $$"""{"taskId": "{{task}}", "turnId": "{{turns[1].TurnId}}", "conversation": false}""");
        Assert.Equal(("kept", turns[0].SessionId), (files["means"]!.GetValue<string>(), files["task"]!["sessionId"]!.GetValue<string>()));
        Assert.Equal([false, false], await UndoneAsync(task));

        var talk = await CallAsync("rewindTask", $$"""{"taskId": "{{task}}", "turnId": "{{turns[1].TurnId}}", "files": false}""");
        Assert.Equal(("native", null), (talk["means"]!.GetValue<string>(), talk["snapshot"]));
        Assert.Single(_worker.Calls, call => call.Method == WorkerMethods.RestoreSnapshot);

        var neither = await RefuseAsync("rewindTask", $$"""{"taskId": "{{task}}", "turnId": "{{turns[0].TurnId}}", "files": false, "conversation": false}""");
        Assert.Equal("invalid_request", neither["data"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Nothing_goes_back_while_an_agent_works_and_no_message_twice()
    {
        var (task, turns) = await TalkAsync("first", "second");
        await SayAsync(task, "third", "queue");
        var running = await _worker.NextTurnAsync();
        Assert.Equal("conflict", await CodeAsync("rewindTask", task, turns[1].TurnId));
        await _worker.ReportAsync(running, TurnOutcome.Completed);

        await RewindAsync(task, turns[1]);
        Assert.Equal("conflict", await CodeAsync("rewindTask", task, turns[1].TurnId));
        Assert.Equal("not_found", await CodeAsync("rewindTask", task, "0198c0de-0000-7000-8000-00000000dead"));
        Assert.Equal("not_found", await CodeAsync("forkTask", task, "0198c0de-0000-7000-8000-00000000dead"));
    }

    [Fact]
    public async Task A_fork_is_a_task_of_its_own_with_the_files_and_the_conversation_until_then()
    {
        var (task, turns) = await TalkAsync("first", "second");

        var forked = (await CallAsync("forkTask", $$"""{"taskId": "{{task}}", "turnId": "{{turns[1].TurnId}}", "prompt": "another way", "start": true}"""))["task"]!;

        Assert.Equal("first (fork)", forked["title"]!.GetValue<string>());
        Assert.Equal((task, 2, 2), (forked["origin"]!["taskId"]!.GetValue<string>(), forked["origin"]!["turn"]!.GetValue<int>(), forked["origin"]!["snapshot"]!.GetValue<int>()));
        var turn = await _worker.NextTurnAsync();
        Assert.Equal(forked["id"]!.GetValue<string>(), turn.TaskId);
        Assert.Equal(("native-1", "point-1"), (turn.NativeSessionId, turn.NativePoint));
        Assert.EndsWith("another way", turn.Prompt, StringComparison.Ordinal);
        Assert.Contains("/worktrees/it", turn.Prompt, StringComparison.Ordinal); // what it remembers names the folder of the other task
        var made = _worker.Calls.Last(call => call.Method == WorkerMethods.CreateWorktree).Params.GetProperty("start");
        Assert.Equal((task, 2), (made.GetProperty("taskId").GetString(), made.GetProperty("snapshot").GetInt32()));
        Assert.Contains(EventKinds.Forked, await KindsAsync(turn.TaskId));
        Assert.Equal("in_review", (await TaskAsync(task))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_fork_can_wait_in_the_backlog_with_the_same_words()
    {
        var (task, turns) = await TalkAsync("first", "second");

        var forked = (await CallAsync("forkTask", $$"""{"taskId": "{{task}}", "turnId": "{{turns[1].TurnId}}"}"""))["task"]!;

        Assert.Equal(("draft", "second"), (forked["state"]!.GetValue<string>(), forked["prompt"]!.GetValue<string>()));
        Assert.False(_worker.HasTurn);
        await CallAsync("startTaskExecution", $$"""{"taskId": "{{forked["id"]}}"}""");
        Assert.Equal("point-1", (await _worker.NextTurnAsync()).NativePoint);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("conversation")]
    public async Task Another_agent_goes_on_in_the_same_worktree(string context)
    {
        var (task, turns) = await TalkAsync("first", "second");

        await CallAsync("handOverTask", $$"""{"taskId": "{{task}}", "agentType": "codex", "context": "{{context}}", "prompt": "go on"}""");

        var turn = await _worker.NextTurnAsync();
        Assert.Equal(("codex", TurnKind.HandOver, null), (turn.AgentType, turn.Kind, turn.NativeSessionId));
        Assert.NotEqual(turns[0].SessionId, turn.SessionId);
        Assert.Equal(context == "conversation", turn.Prompt.Contains("answer to second", StringComparison.Ordinal));
        Assert.EndsWith("go on", turn.Prompt, StringComparison.Ordinal);
        var told = Assert.Single(await EventsAsync(task), item => item!["kind"]!.GetValue<string>() == EventKinds.HandedOver)!["payload"]!;
        Assert.Equal(("claude_code", "codex"), (told["from"]!.GetValue<string>(), told["to"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_agent_that_leaves_sums_up_and_prompts_that_wait_are_for_the_other_one()
    {
        var (task, turns) = await TalkAsync("first", "second");
        await CallAsync("handOverTask", $$"""{"taskId": "{{task}}", "agentType": "codex", "context": "summary", "prompt": "go on"}""");
        var summing = await _worker.NextTurnAsync();
        Assert.Equal((TurnKind.Summary, "claude_code", turns[0].SessionId), (summing.Kind, summing.AgentType, summing.SessionId));
        await SayAsync(task, "and then this", "queue");

        await _worker.WriteAsync(summing, 10, EventKinds.AgentMessage, """{"text": "All is well but the tests."}""", "summary", afterGap: true);
        await _worker.ReportAsync(summing, TurnOutcome.Completed, nativeSessionId: "native-1");

        var turn = await _worker.NextTurnAsync();
        Assert.Equal(("codex", TurnKind.HandOver), (turn.AgentType, turn.Kind));
        Assert.Contains("All is well but the tests.", turn.Prompt, StringComparison.Ordinal);
        Assert.EndsWith("go on", turn.Prompt, StringComparison.Ordinal);
        await _worker.ReportAsync(turn, TurnOutcome.Completed);
        var next = await _worker.NextTurnAsync();
        Assert.Equal(("codex", "and then this"), (next.AgentType, next.Prompt));
    }

    [Fact]
    public async Task Without_a_summary_nothing_is_handed_over_and_that_is_said()
    {
        var (task, _) = await TalkAsync("first");
        await CallAsync("handOverTask", $$"""{"taskId": "{{task}}", "agentType": "codex", "context": "summary", "prompt": "go on"}""");

        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Failed);

        await UntilAsync(() => EventsAsync(task).GetAwaiter().GetResult().Any(item => item!["payload"]!["code"]?.GetValue<string>() == "hand_over_off"));
        Assert.Equal("claude_code", (await TaskAsync(task))["agentType"]!.GetValue<string>());
        Assert.False(_worker.HasTurn);
    }

    [Fact]
    public async Task Only_an_agent_that_can_shortens_its_conversation()
    {
        var (task, _) = await TalkAsync("first");
        await AgentsAsync(canCompact: false);
        var refused = await RefuseAsync("compactTask", $$"""{"taskId": "{{task}}"}""");
        await AgentsAsync(canCompact: true);
        await CallAsync("compactTask", $$"""{"taskId": "{{task}}"}""");

        Assert.Equal("conflict", refused["data"]!["code"]!.GetValue<string>());
        Assert.Equal(TurnKind.Compact, (await _worker.NextTurnAsync()).Kind);
    }

    [Fact]
    public async Task Files_are_found_by_the_worker_in_a_bounded_list()
    {
        var (task, _) = await TalkAsync("first");
        _worker.Answers[WorkerMethods.FindFiles] = _ => RpcReply.From(new FindFilesResponse { Items = [new("src/app.ts")] }, ProtocolJson.Default.FindFilesResponse);

        var found = await CallAsync("searchTaskFiles", $$"""{"taskId": "{{task}}", "query": "app", "limit": 5}""");
        var many = await RefuseAsync("searchTaskFiles", $$"""{"taskId": "{{task}}", "query": "app", "limit": 500}""");

        Assert.Equal("src/app.ts", Assert.Single(found["files"]!.AsArray())!["path"]!.GetValue<string>());
        Assert.Equal("invalid_request", many["data"]!["code"]!.GetValue<string>());
    }

    /// <summary>What the worker finds when it is asked for its agents.</summary>
    private async Task AgentsAsync(bool canCompact)
    {
        var agent = new AgentView
        {
            Kind = AgentKinds.ClaudeCode,
            Name = "Claude Code",
            Plate = "CC",
            Installed = true,
            Login = AgentLogin.LoggedIn,
            Modes = [],
            Models = [],
            ProbedAt = DateTimeOffset.UnixEpoch,
            Capabilities = new AgentCapabilities { Compact = canCompact },
        };
        _worker.Answers[WorkerMethods.ProbeAgents] = _ => RpcReply.From(new ListAgentsResponse { Items = [agent] }, ProtocolJson.Default.ListAgentsResponse);
        await CallAsync("probeAgents", "{}");
    }

    private Task<(string Task, AssignTaskRequest[] Turns)> TalkAsync(params string[] prompts) => TalkAsync(native: true, prompts);

    /// <summary>A task with these turns, each answered, each with its snapshots: turn n begins with snapshot n.</summary>
    private async Task<(string Task, AssignTaskRequest[] Turns)> TalkAsync(bool native, params string[] prompts)
    {
        _worker.Answers[WorkerMethods.RestoreSnapshot] = _ => RpcReply.From(new RestoreSnapshotResponse { Before = Snapshot(77) }, ProtocolJson.Default.RestoreSnapshotResponse);
        var task = await CreateAsync(prompts[0]);
        var turns = new List<AssignTaskRequest>();
        foreach (var (index, prompt) in prompts.Index())
        {
            if (index > 0)
            {
                await SayAsync(task, prompt, "queue");
            }

            var turn = await _worker.NextTurnAsync();
            turns.Add(turn);
            await _worker.WriteAsync(turn, index + 1, EventKinds.AgentMessage, $$"""{"text": "answer to {{prompt}}"}""", $"answer-{index}");
            await _worker.CallAsync(
                HostMethods.ReportTaskComplete,
                new ReportTaskCompleteRequest
                {
                    TaskId = turn.TaskId,
                    SessionId = turn.SessionId,
                    TurnId = turn.TurnId,
                    LeaseToken = turn.LeaseToken,
                    Success = true,
                    Outcome = TurnOutcome.Completed,
                    Changes = new DiffStat(1, 1, 0),
                    NativeSessionId = native ? "native-1" : null,
                    NativePoint = native ? $"point-{index + 1}" : null,
                    SnapshotBefore = Snapshot(index + 1),
                    SnapshotAfter = Snapshot(index + 2),
                },
                ProtocolJson.Default.ReportTaskCompleteRequest, ProtocolJson.Default.NoResponse);
        }

        return (task, [.. turns]);
    }

    private static SnapshotView Snapshot(int number) => new() { Number = number, Commit = new string('f', 40), Reason = "a turn", At = DateTimeOffset.UnixEpoch };

    private Task<JsonNode> RewindAsync(string task, AssignTaskRequest turn) => CallAsync("rewindTask", $$"""{"taskId": "{{task}}", "turnId": "{{turn.TurnId}}"}""");

    private async Task<string> CodeAsync(string operation, string task, string turn) =>
        (await RefuseAsync(operation, $$"""{"taskId": "{{task}}", "turnId": "{{turn}}"}"""))["data"]!["code"]!.GetValue<string>();

    private async Task<IEnumerable<bool>> UndoneAsync(string task) =>
        (await CallAsync("getUnitTask", $$"""{"id": "{{task}}"}"""))["sessions"]!.AsArray()
            .SelectMany(session => session!["turns"]!.AsArray()).OrderBy(turn => turn!["number"]!.GetValue<int>())
            .Select(turn => turn!["undone"]?.GetValue<bool>() == true);
}
