using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Homeport.Testing;

namespace Homeport.Host.Tests.Tasks;

/// <summary>What becomes of a task, seen through the operations, over a worker that does what the test says. Over both stores.</summary>
public abstract partial class TaskFlowTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private ScriptedWorker _worker = null!;
    private string _project = "";

    /// <summary>Where this host keeps its rows.</summary>
    protected abstract Task<string?> StoreConnectionAsync();

    public async ValueTask InitializeAsync()
    {
        var store = await StoreConnectionAsync();
        _host = await TestHost.StartAsync(options => options with { StoreConnection = store });
        _worker = await ScriptedWorker.ConnectAsync(_host.Running);
        var added = await CallAsync("addRepository", """{"path": "/repositories/it"}""");
        _project = added["repositoryGroup"]!["id"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_started_task_gets_a_worktree_a_lease_and_its_prompt()
    {
        var task = await CreateAsync("Add a health endpoint");

        var turn = await _worker.NextTurnAsync();
        var view = await TaskAsync(task);
        Assert.Equal("Add a health endpoint", turn.Prompt);
        Assert.True(turn.LeaseToken > 0);
        Assert.Equal("running", view["state"]!.GetValue<string>());
        Assert.StartsWith("homeport/add-a-health-endpoint-", view["branch"]!.GetValue<string>());
        Assert.Equal(new string('b', 40), view["baseCommit"]!.GetValue<string>());
        Assert.Equal([EventKinds.TurnStarted, EventKinds.UserMessage], await KindsAsync(task));
    }

    [Theory]
    [InlineData(2, "in_review")]
    [InlineData(0, "done")]
    public async Task A_turn_that_is_over_goes_to_review_or_is_done_when_nothing_changed(int files, string state)
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();

        await _worker.ReportAsync(turn, TurnOutcome.Completed, files);

        Assert.Equal(state, (await TaskAsync(task))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_report_under_another_lease_is_refused()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(() => _worker.ReportAsync(turn, TurnOutcome.Completed, leaseToken: turn.LeaseToken - 1));

        Assert.Equal(ErrorCodes.LeaseLost, refused.Error.Data!.Value.GetProperty("code").GetString());
        Assert.Equal("running", (await TaskAsync(task))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_report_that_comes_twice_is_taken_once()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();

        await _worker.ReportAsync(turn, TurnOutcome.Completed);
        await _worker.ReportAsync(turn, TurnOutcome.Completed);

        Assert.Single(await KindsAsync(task), EventKinds.TurnEnded);
    }

    [Fact]
    public async Task Journal_entries_that_come_twice_are_stored_once()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();

        await _worker.WriteAsync(turn, 1, EventKinds.AgentMessage, """{"text": "one"}""", "m1");
        await _worker.WriteAsync(turn, 1, EventKinds.AgentMessage, """{"text": "one"}""", "m1");
        var acknowledged = await _worker.WriteAsync(turn, 2, EventKinds.AgentMessage, """{"text": "two"}""", "m2");

        Assert.Equal(2, acknowledged.Acknowledged);
        Assert.Equal(2, (await KindsAsync(task)).Count(kind => kind == EventKinds.AgentMessage));
    }

    [Fact]
    public async Task A_journal_entry_without_its_predecessor_is_not_taken()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();

        await _worker.WriteAsync(turn, 1, EventKinds.AgentMessage, """{"text": "one"}""", "m1");
        var ahead = await _worker.WriteAsync(turn, 3, EventKinds.AgentMessage, """{"text": "three"}""", "m3");
        var again = await _worker.WriteAsync(turn, 2, EventKinds.AgentMessage, """{"text": "two"}""", "m2");

        Assert.Equal((1, 2), (ahead.Acknowledged, again.Acknowledged));
        Assert.Equal(2, (await KindsAsync(task)).Count(kind => kind == EventKinds.AgentMessage));
    }

    [Fact]
    public async Task A_journal_that_lost_entries_goes_on_and_the_loss_is_shown()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();

        await _worker.WriteAsync(turn, 1, EventKinds.AgentMessage, """{"text": "one"}""", "m1");
        var acknowledged = await _worker.WriteAsync(turn, 5, EventKinds.AgentMessage, """{"text": "five"}""", "m5", afterGap: true);
        await _worker.WriteAsync(turn, 5, EventKinds.AgentMessage, """{"text": "five"}""", "m5", afterGap: true);

        Assert.Equal(5, acknowledged.Acknowledged);
        Assert.Equal(
            [EventKinds.AgentMessage, EventKinds.Notice, EventKinds.AgentMessage],
            (await KindsAsync(task)).Where(kind => kind is EventKinds.AgentMessage or EventKinds.Notice));
    }

    [Fact]
    public async Task A_new_journal_of_the_same_session_counts_from_one_again()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();

        await _worker.WriteAsync(turn, 1, EventKinds.AgentMessage, """{"text": "one"}""", "m1");
        await _worker.WriteAsync(turn, 1, EventKinds.AgentMessage, """{"text": "two"}""", "m2", journal: "j2");

        Assert.Equal(2, (await KindsAsync(task)).Count(kind => kind == EventKinds.AgentMessage));
    }

    [Fact]
    public async Task The_last_line_of_a_card_is_plain_text()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();

        await _worker.WriteAsync(turn, 1, EventKinds.AgentMessage, """{"text": "## It reads `a.ts` **first**\nand more"}""", "m1");

        Assert.Equal("It reads a.ts first", (await TaskAsync(task))["lastActivity"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_long_output_is_cut_and_kept_whole_beside_the_log()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        var output = new string('x', 300_000);

        await _worker.WriteAsync(turn, 1, EventKinds.ToolCall, $$"""{"title": "cat", "content": [{"type": "text", "text": "{{output}}"}]}""", "t1");

        var stored = (await EventsAsync(task)).Single(item => item!["kind"]!.GetValue<string>() == EventKinds.ToolCall)!["payload"]!["content"]![0]!;
        Assert.Equal(300_000, stored["totalBytes"]!.GetValue<int>());
        Assert.NotNull(stored["blobId"]);
        Assert.InRange(stored["text"]!.GetValue<string>().Length, 1_000, 20_000);
    }

    [Fact]
    public async Task A_prompt_during_a_turn_waits_and_starts_when_the_turn_is_over()
    {
        var task = await CreateAsync("Do it");
        var first = await _worker.NextTurnAsync();

        var sent = await CallAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "And a test"}""");
        Assert.Equal("queued", sent["disposition"]!.GetValue<string>());
        Assert.False(_worker.HasTurn);
        await _worker.ReportAsync(first, TurnOutcome.Completed, nativeSessionId: "native-1");

        var second = await _worker.NextTurnAsync();
        Assert.Equal("And a test", second.Prompt);
        Assert.Equal("native-1", second.NativeSessionId);
        Assert.True(second.LeaseToken > first.LeaseToken);
        Assert.Equal(first.SessionId, second.SessionId);
    }

    [Fact]
    public async Task Queued_prompts_can_be_edited_moved_and_cancelled()
    {
        var task = await CreateAsync("Do it");
        await _worker.NextTurnAsync();
        foreach (var prompt in (string[])["one", "two", "three"])
        {
            await CallAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "{{prompt}}"}""");
        }

        var ids = (await QueueAsync(task)).Select(item => item!["id"]!.GetValue<string>()).ToArray();
        await CallAsync("updateQueuedPrompt", $$"""{"taskId": "{{task}}", "id": "{{ids[2]}}", "position": 0, "prompt": "three first"}""");
        await CallAsync("cancelQueuedPrompt", $$"""{"taskId": "{{task}}", "id": "{{ids[0]}}"}""");

        Assert.Equal(["three first", "two"], (await QueueAsync(task)).Select(item => item!["prompt"]!.GetValue<string>()));
        Assert.Equal(2, (await TaskAsync(task))["queuedPrompts"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_prompt_that_is_sent_twice_with_one_key_is_one_prompt()
    {
        var task = await CreateAsync("Do it");
        await _worker.NextTurnAsync();

        await CallAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "once", "idempotencyKey": "k"}""");
        await CallAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "once", "idempotencyKey": "k"}""");

        Assert.Single(await QueueAsync(task));
    }

    [Fact]
    public async Task A_permission_makes_the_task_wait_and_the_first_answer_wins()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        await _worker.AskAsync(turn, 1, "a1", "rm -rf build");
        var waiting = await TaskAsync(task);
        Assert.Equal(("waiting", "permission", 1), (waiting["state"]!.GetValue<string>(), waiting["waitingReason"]!.GetValue<string>(), waiting["pendingApprovals"]!.GetValue<int>()));
        Assert.Equal("rm -rf build", waiting["pendingApproval"]!["detail"]!.GetValue<string>());

        await CallAsync("answerApproval", """{"approvalId": "a1", "optionId": "yes"}""");
        var second = await RefuseAsync("answerApproval", """{"approvalId": "a1", "optionId": "no"}""");

        Assert.Equal("conflict", second["data"]!["code"]!.GetValue<string>());
        Assert.Equal("running", (await TaskAsync(task))["state"]!.GetValue<string>());
        var answer = Assert.Single(_worker.Calls, call => call.Method == WorkerMethods.AnswerAgent).Params;
        Assert.Equal(("a1", "yes"), (answer.GetProperty("approvalId").GetString(), answer.GetProperty("optionId").GetString()));
    }

    [Fact]
    public async Task An_answer_that_was_not_offered_is_refused()
    {
        await CreateAsync("Do it");
        await _worker.AskAsync(await _worker.NextTurnAsync(), 1, "a1", "ls");

        var error = await RefuseAsync("answerApproval", """{"approvalId": "a1", "optionId": "perhaps"}""");

        Assert.Equal("optionId", error["data"]!["errors"]![0]!["path"]!.GetValue<string>());
    }

    [Fact]
    public async Task Always_answers_the_same_request_of_the_next_session_too()
    {
        await CreateAsync("Do it");
        await _worker.AskAsync(await _worker.NextTurnAsync(), 1, "a1", "make");
        await CallAsync("answerApproval", """{"approvalId": "a1", "optionId": "always"}""");

        var other = await CreateAsync("Do more");
        var turn = await _worker.NextTurnAsync();
        await _worker.AskAsync(turn, 1, "a2", "make");
        await _worker.AskAsync(turn, 2, "a3", "make install");

        Assert.Equal("rule", (await CallAsync("getApproval", """{"id": "a2"}"""))["approval"]!["decision"]!["by"]!.GetValue<string>());
        Assert.Equal("pending", (await CallAsync("getApproval", """{"id": "a3"}"""))["approval"]!["state"]!.GetValue<string>());
        Assert.Equal(1, (await TaskAsync(other))["pendingApprovals"]!.GetValue<int>());
        var rules = (await CallAsync("listPermissionRules", "{}"))["permissionRules"]!.AsArray();
        await CallAsync("deletePermissionRule", $$"""{"id": "{{Assert.Single(rules)!["id"]}}"}""");
    }

    [Fact]
    public async Task Always_to_a_difference_is_held_by_the_agent_and_not_kept_as_a_rule()
    {
        await CreateAsync("Do it");
        await _worker.AskAsync(await _worker.NextTurnAsync(), 1, "a1", "+hi", detailKind: "diff");

        await CallAsync("answerApproval", """{"approvalId": "a1", "optionId": "always"}""");

        Assert.Empty((await CallAsync("listPermissionRules", "{}"))["permissionRules"]!.AsArray());
    }

    [Fact]
    public async Task An_agent_that_withdraws_its_question_lets_the_task_run_again()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        await _worker.AskAsync(turn, 1, "a1", "ls");

        await _worker.WriteAsync(turn, 2, EventKinds.ApprovalResolved, """{"approvalId": "a1", "state": "cancelled"}""", "a1");

        Assert.Equal("running", (await TaskAsync(task))["state"]!.GetValue<string>());
        Assert.Equal("conflict", (await RefuseAsync("answerApproval", """{"approvalId": "a1", "optionId": "yes"}"""))["data"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_turn_waits_for_a_worker_to_come()
    {
        await _worker.DisposeAsync();
        var task = await CreateAsync("Do it");
        Assert.Equal("queued", (await TaskAsync(task))["state"]!.GetValue<string>());

        _worker = await ScriptedWorker.ConnectAsync(_host.Running);

        Assert.Equal(task, (await _worker.NextTurnAsync()).TaskId);
    }

    [Fact]
    public async Task A_worktree_that_cannot_be_made_fails_the_task_with_the_reason()
    {
        _worker.Answers[WorkerMethods.CreateWorktree] = _ => RpcReply.Failed(new RpcError(
            RpcErrorCode.Conflict, "no",
            JsonDocument.Parse("""{"code": "branch_invalid", "detail": "There is no branch nowhere. Choose another base branch."}""").RootElement));

        var task = await CreateAsync("Do it");
        var failed = await UntilAsync(task, "failed");

        Assert.Equal(("branch_invalid", "There is no branch nowhere. Choose another base branch."),
            (failed["failure"]!["code"]!.GetValue<string>(), failed["failure"]!["message"]!.GetValue<string>()));
        _worker.Answers.Clear();
        await CallAsync("retryTask", $$"""{"taskId": "{{task}}"}""");
        Assert.Equal("Do it", (await _worker.NextTurnAsync()).Prompt);
    }

    [Fact]
    public async Task A_stop_ends_the_session_and_keeps_the_work()
    {
        var task = await CreateAsync("Do it");
        await _worker.NextTurnAsync();

        var stopped = await CallAsync("stopTaskExecution", $$"""{"taskId": "{{task}}"}""");

        Assert.Contains(_worker.Calls, call => call.Method == WorkerMethods.StopSession);
        Assert.Equal("interrupted", stopped["task"]!["state"]!.GetValue<string>());
        Assert.NotNull(stopped["task"]!["worktreePath"]);
    }

    [Fact]
    public async Task A_limit_makes_the_task_wait_and_resume_goes_on()
    {
        var task = await CreateAsync("Do it");
        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Limited);
        var limited = await TaskAsync(task);
        Assert.Equal(("waiting", "limit"), (limited["state"]!.GetValue<string>(), limited["waitingReason"]!.GetValue<string>()));

        await CallAsync("resumeTask", $$"""{"taskId": "{{task}}"}""");

        Assert.Equal(Protocol.Tasks.TurnKind.Resume, (await _worker.NextTurnAsync()).Kind);
    }

    [Fact]
    public async Task An_illegal_transition_names_what_would_be_legal()
    {
        var task = await CreateAsync("Do it", start: false);

        var error = await RefuseAsync("updateUnitTaskStatus", $$"""{"id": "{{task}}", "status": "approved"}""");

        Assert.Equal("invalid_transition", error["data"]!["code"]!.GetValue<string>());
        Assert.Equal(["queued", "cancelled"], error["data"]!["facts"]!["allowed"]!.AsArray().Select(item => item!.GetValue<string>()));
    }

    [Fact]
    public async Task A_change_of_an_older_version_is_refused()
    {
        var task = await CreateAsync("Do it", start: false);
        await CallAsync("updateUnitTask", $$"""{"id": "{{task}}", "title": "New", "version": 1}""");

        var error = await RefuseAsync("updateUnitTask", $$"""{"id": "{{task}}", "title": "Newer", "version": 1}""");

        Assert.Equal("conflict", error["data"]!["code"]!.GetValue<string>());
        Assert.Equal("New", (await TaskAsync(task))["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_task_is_said_at_once()
    {
        var error = await RefuseAsync("createUnitTask", $$"""
            {"repositoryGroupId": "{{_project}}", "prompt": " ", "branchName": "-x", "baseBranch": "a..b", "agentType": "acp",
             "permissionMode": "bypass", "title": ""}
            """);

        Assert.Equal(
            ["agentCommand", "baseBranch", "branchName", "confirmBypass", "prompt", "title"],
            error["data"]!["errors"]!.AsArray().Select(item => item!["path"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Comments_are_collected_and_sent_as_one_message()
    {
        var task = await CreateAsync("Do it");
        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed);
        await CallAsync("addReviewComment", $$"""{"taskId": "{{task}}", "path": "a.ts", "side": "new", "startLine": 3, "endLine": 4, "quote": "let x", "body": "Name it better"}""");
        await CallAsync("addReviewComment", $$"""{"taskId": "{{task}}", "path": "b.ts", "side": "old", "startLine": 9, "endLine": 9, "body": "Why gone?"}""");

        await CallAsync("requestChanges", $$"""{"taskId": "{{task}}", "message": "Nearly."}""");

        var turn = await _worker.NextTurnAsync();
        Assert.Equal(Protocol.Tasks.TurnKind.Changes, turn.Kind);
        Assert.Contains("a.ts, lines 3–4:\n> let x\n\nName it better", turn.Prompt, StringComparison.Ordinal);
        Assert.Contains("b.ts, line 9 (of the old version):\n\nWhy gone?", turn.Prompt, StringComparison.Ordinal);
        var comments = (await CallAsync("listReviewComments", $$"""{"taskId": "{{task}}"}"""))["comments"]!.AsArray();
        Assert.All(comments, comment => Assert.Equal("sent", comment!["state"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_merge_finishes_the_task_and_its_undo_brings_it_back_to_review()
    {
        var task = await CreateAsync("Do it");
        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed);

        var merged = (await CallAsync("mergeTask", $$"""{"taskId": "{{task}}", "strategy": "squash"}"""))["task"]!;
        Assert.Equal(("done", "main"), (merged["state"]!.GetValue<string>(), merged["merge"]!["targetBranch"]!.GetValue<string>()));
        Assert.Null(merged["worktreePath"]);

        var undone = (await CallAsync("undoMerge", $$"""{"taskId": "{{task}}"}"""))["task"]!;
        Assert.Equal("in_review", undone["state"]!.GetValue<string>());
        Assert.Null(undone["merge"]);
        Assert.NotNull(undone["worktreePath"]);
    }

    [Fact]
    public async Task The_changes_of_a_merged_task_are_still_shown_from_its_last_snapshot()
    {
        var task = await CreateAsync("Do it");
        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed, snapshot: 2);
        await CallAsync("mergeTask", $$"""{"taskId": "{{task}}", "strategy": "squash"}""");

        var diff = await CallAsync("getTaskDiff", $$"""{"taskId": "{{task}}"}""");

        var asked = _worker.Calls.Last(call => call.Method == WorkerMethods.GetChanges).Params;
        Assert.Equal(("/repositories/it", "turn", 2), (asked.GetProperty("worktreePath").GetString(), asked.GetProperty("scope").GetString(), asked.GetProperty("toSnapshot").GetInt32()));
        Assert.Equal((new string('e', 40), false), (diff["headCommit"]!.GetValue<string>(), diff["hasUncommitted"]!.GetValue<bool>()));
    }

    /// <summary>A statement that was prepared while a number was missing must take the number as well.</summary>
    [Fact]
    public async Task A_snapshot_after_many_turns_without_one_is_stored()
    {
        for (var turns = 0; turns < 4; turns++)
        {
            await CreateAsync("Do it");
            await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed);
        }

        var task = await CreateAsync("Do it");
        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed, snapshot: 2);

        Assert.Equal("in_review", (await TaskAsync(task))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task This_turn_is_the_one_that_runs_and_else_the_last_one()
    {
        var task = await CreateAsync("Do it");
        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed, snapshot: 3);
        await CallAsync("getTaskDiff", $$"""{"taskId": "{{task}}", "scope": "turn"}""");
        await CallAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "More"}""");
        await _worker.NextTurnAsync();
        await CallAsync("getTaskDiff", $$"""{"taskId": "{{task}}", "scope": "turn"}""");

        var asked = _worker.Calls.Where(call => call.Method == WorkerMethods.GetChanges).Select(call => call.Params).ToArray();
        Assert.Equal(3, asked[0].GetProperty("toSnapshot").GetInt32());
        Assert.Equal((3, false), (asked[1].GetProperty("fromSnapshot").GetInt32(), asked[1].TryGetProperty("toSnapshot", out _)));
    }

    [Fact]
    public async Task A_conflict_names_the_files_and_changes_nothing()
    {
        var task = await CreateAsync("Do it");
        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed);
        _worker.Answers[WorkerMethods.MergeBranch] = _ => RpcReply.Failed(new RpcError(
            RpcErrorCode.Conflict, "conflict",
            JsonDocument.Parse("""{"code": "merge_conflict", "detail": "Two files conflict.", "facts": {"files": ["a", "b"]}}""").RootElement));

        var error = await RefuseAsync("mergeTask", $$"""{"taskId": "{{task}}", "strategy": "merge"}""");

        Assert.Equal(("merge_conflict", 2), (error["data"]!["code"]!.GetValue<string>(), error["data"]!["facts"]!["files"]!.AsArray().Count));
        Assert.Equal("in_review", (await TaskAsync(task))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_deleted_task_lies_in_the_trash_and_comes_back()
    {
        var task = await CreateAsync("Do it");
        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed);

        var deleted = (await CallAsync("deleteUnitTask", $$"""{"id": "{{task}}"}"""))["task"]!;
        Assert.NotNull(deleted["purgeAt"]);
        Assert.Empty((await CallAsync("listUnitTasks", "{}"))["tasks"]!.AsArray());
        Assert.Single((await CallAsync("listUnitTasks", """{"deleted": true}"""))["tasks"]!.AsArray());
        Assert.Equal("conflict", (await RefuseAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "x"}"""))["data"]!["code"]!.GetValue<string>());

        var restored = (await CallAsync("restoreUnitTask", $$"""{"id": "{{task}}"}"""))["task"]!;
        Assert.Null(restored["deletedAt"]);
        Assert.NotNull(restored["worktreePath"]);
    }

    [Fact]
    public async Task Lists_page_filter_and_search()
    {
        var ids = new SortedDictionary<string, string>(StringComparer.Ordinal); // the order of time, and by lot within a millisecond
        foreach (var title in (string[])["Alpha one", "Beta two", "Gamma 100%"])
        {
            ids[await CreateAsync(title, start: false)] = title;
        }

        var newestFirst = ids.Values.Reverse().ToArray();

        var first = await CallAsync("listUnitTasks", """{"limit": 2}""");
        var second = await CallAsync("listUnitTasks", $$"""{"limit": 2, "cursor": "{{first["nextCursor"]}}"}""");
        Assert.Equal(newestFirst[..2], Titles(first));
        Assert.Equal(newestFirst[2..], Titles(second));
        Assert.Equal(["Beta two"], Titles(await CallAsync("listUnitTasks", """{"query": "bet TWO"}""")));
        Assert.Equal(["Gamma 100%"], Titles(await CallAsync("listUnitTasks", """{"query": "0%"}""")));
        Assert.Empty(Titles(await CallAsync("listUnitTasks", """{"status": "running"}""")));
        Assert.Equal("status", (await RefuseAsync("listUnitTasks", """{"status": "sleeping"}"""))["data"]!["errors"]![0]!["path"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("getUnitTask", "id")]
    [InlineData("startTaskExecution", "taskId")]
    [InlineData("mergeTask", "taskId")]
    [InlineData("deleteUnitTask", "id")]
    [InlineData("listTaskEvents", "taskId")]
    public async Task An_unknown_task_is_not_found(string operation, string property)
    {
        var error = await RefuseAsync(operation, $$"""{"{{property}}": "0198c0de-0000-7000-8000-00000000dead", "strategy": "merge"}""");

        Assert.Equal("not_found", error["data"]!["code"]!.GetValue<string>());
    }

    private static IEnumerable<string> Titles(JsonNode list) => list["tasks"]!.AsArray().Select(task => task!["title"]!.GetValue<string>());

    private async Task<string> CreateAsync(string prompt, bool start = true) =>
        (await CallAsync("createUnitTask", $$"""{"repositoryGroupId": "{{_project}}", "prompt": "{{prompt}}", "agentType": "claude_code", "start": {{(start ? "true" : "false")}}}"""))
        ["task"]!["id"]!.GetValue<string>();

    private async Task<JsonNode> TaskAsync(string id) => (await CallAsync("getUnitTask", $$"""{"id": "{{id}}"}"""))["task"]!;

    private async Task<JsonArray> QueueAsync(string id) =>
        (await CallAsync("listQueuedPrompts", $$"""{"taskId": "{{id}}"}"""))["queuedPrompts"]!.AsArray();

    private async Task<JsonArray> EventsAsync(string id) => (await CallAsync("listTaskEvents", $$"""{"taskId": "{{id}}"}"""))["events"]!.AsArray();

    private async Task<IEnumerable<string>> KindsAsync(string id) => (await EventsAsync(id)).Select(item => item!["kind"]!.GetValue<string>());

    /// <summary>Follows the log until the task is in a state, as a client would.</summary>
    private Task<JsonNode> UntilAsync(string id, string state) =>
        Eventually.SeesAsync(() => TaskAsync(id), task => task["state"]!.GetValue<string>() == state, TestContext.Current.CancellationToken);

    private Task<JsonNode> CallAsync(string operation, string parameters) => _host.CallAsync(operation, parameters);

    private Task<JsonNode> RefuseAsync(string operation, string parameters) => _host.RefuseAsync(operation, parameters);
}

/// <summary>On the store of a laptop.</summary>
public sealed class SqliteTaskFlowTests : TaskFlowTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

/// <summary>On the store of a team; a schema of its own for each test.</summary>
public sealed class PostgresTaskFlowTests(PostgresFixture postgres) : TaskFlowTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
