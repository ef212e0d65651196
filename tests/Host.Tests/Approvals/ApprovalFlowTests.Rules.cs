using System.Text.Json.Nodes;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Tests.Approvals;

public abstract partial class ApprovalFlowTests
{
    [Theory]
    [InlineData("task", false, false)]
    [InlineData("project", true, false)]
    [InlineData("everywhere", true, true)]
    public async Task Always_is_kept_for_the_task_the_project_or_everywhere_with_the_pattern_as_it_was_edited(string scope, bool inNextTask, bool inOtherProject)
    {
        var (first, turn) = await StartAsync();
        var id = await AskAsync(turn, "npm test a");
        var kept = (await CallAsync(
            "answerApproval",
            $$$"""{"approvalId": "{{{id}}}", "optionId": "yes", "keep": {"scope": "{{{scope}}}", "toolName": "shell", "patternKind": "prefix", "pattern": "npm t *"}}"""))["keptRule"];
        var again = await AskAsync(turn, "npm t");
        var unlike = await AskAsync(turn, "npm test b");
        var compound = await AskAsync(turn, "npm t && rm -rf /");
        await _worker.ReportAsync(turn, TurnOutcome.Completed);

        var (_, next) = await StartAsync();
        var inNext = await AskAsync(next, "npm t c");
        _project = (await CallAsync("addRepository", """{"path": "/repositories/other"}"""))["repositoryGroup"]!["id"]!.GetValue<string>();
        var (_, other) = await StartAsync();
        var inOther = await AskAsync(other, "npm t d");
        var (_, codex) = await StartAsync("codex");
        var byOtherAgent = await AskAsync(codex, "npm t e", tool: "commandExecution");

        Assert.Equal(("npm t *", scope), (kept!["name"]!.GetValue<string>(), kept["scope"]!.GetValue<string>()));
        Assert.Equal(scope == "task" ? first : null, kept["taskId"]?.GetValue<string>());
        Assert.Equal(
            ["resolved", "cancelled", "cancelled", inNextTask ? "resolved" : "pending", inOtherProject ? "resolved" : "pending", "pending"],
            [await StateAsync(again), await StateAsync(unlike), await StateAsync(compound), await StateAsync(inNext), await StateAsync(inOther), await StateAsync(byOtherAgent)]);
    }

    [Fact]
    public async Task What_a_rule_answered_is_in_the_timeline_with_its_name()
    {
        await CreateAsync("allow", "prefix", "npm test *", "tests are fine");
        await CreateAsync("allow", "prefix", "git status *");
        var (task, turn) = await StartAsync();
        await AskAsync(turn, "npm test && git status");

        var decision = (await EventsAsync(task)).Single(item => item!["kind"]!.GetValue<string>() == EventKinds.ApprovalResolved)!["payload"]!["decision"]!;

        Assert.DoesNotContain(
            await _host.Running.Services.GetRequiredService<Database>().ReadAsync(
                scope => scope.Query("SELECT payload FROM session_events WHERE kind = 'task_changed'", row => row.Text(0)), TestContext.Current.CancellationToken),
            payload => payload.Contains("\"state\":\"waiting\"", StringComparison.Ordinal)); // nobody is called for what a rule answers
        Assert.Equal(("rule", "tests are fine, git status *"), (decision["by"]!.GetValue<string>(), decision["ruleName"]!.GetValue<string>()));
        Assert.Equal("running", (await CallAsync("getUnitTask", $$"""{"id": "{{task}}"}"""))["task"]!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_denial_by_a_rule_tells_the_agent_which_and_is_named_to_whoever_answers_too()
    {
        await CreateAsync("deny", "prefix", "git push *", "never push");
        await CreateAsync("allow", "any", null, tool: "Bash");
        var (_, turn) = await StartAsync();
        var id = await AskAsync(turn, "cd x && git push");

        var late = await RefuseAsync("answerApproval", $$"""{"approvalId": "{{id}}", "optionId": "yes"}""");

        Assert.StartsWith("The rule “never push” denied this at", late["data"]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        var told = _worker.Calls.Single(call => call.Method == WorkerMethods.AnswerAgent).Params;
        Assert.Equal("no", told.GetProperty("optionId").GetString());
        Assert.Contains("never push", told.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_answers_at_once_what_waits_for_the_like_in_other_tasks()
    {
        var (_, turn) = await StartAsync();
        var mine = await AskAsync(turn, "npm test 1");
        var (_, other) = await StartAsync();
        var others = await AskAsync(other, "npm test 2");
        var unlike = await AskAsync(other, "npm run x");

        await CallAsync("answerApproval", $$$"""{"approvalId": "{{{mine}}}", "optionId": "yes", "keep": {"scope": "project", "toolName": "shell", "patternKind": "prefix", "pattern": "npm test *"}}""");
        Assert.Equal(("resolved", "pending"), (await StateAsync(others), await StateAsync(unlike)));
        await CreateAsync("deny", "prefix", "npm run *");

        Assert.Equal("reject_once", (await ApprovalAsync(unlike))["decision"]!["optionKind"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_denial_can_be_kept_with_a_no()
    {
        var (_, turn) = await StartAsync();
        var id = await AskAsync(turn, "git push origin");
        await CallAsync("answerApproval", $$$"""{"approvalId": "{{{id}}}", "optionId": "no", "keep": {"scope": "everywhere", "toolName": "shell", "patternKind": "prefix", "pattern": "git push *", "anyAgent": true}}""");

        var rule = Assert.Single((await CallAsync("listPermissionRules", "{}"))["permissionRules"]!.AsArray())!;
        Assert.Equal(("deny", "everywhere", null), (rule["effect"]!.GetValue<string>(), rule["scope"]!.GetValue<string>(), rule["agentType"]?.GetValue<string>()));
        Assert.Equal("resolved", await StateAsync(await AskAsync(turn, "git push --force")));
    }

    [Fact]
    public async Task An_answer_with_a_rule_that_cannot_be_kept_is_no_answer()
    {
        var (_, turn) = await StartAsync();
        var id = await AskAsync(turn, "sudo ls");

        var wrong = await RefuseAsync("answerApproval", $$$"""{"approvalId": "{{{id}}}", "optionId": "yes", "keep": {"scope": "project", "toolName": "shell", "patternKind": "prefix", "pattern": "sudo *"}}""");

        Assert.Equal("keep/pattern", wrong["data"]!["errors"]![0]!["path"]!.GetValue<string>());
        Assert.Equal("pending", await StateAsync(id));
        Assert.Empty((await CallAsync("listPermissionRules", "{}"))["permissionRules"]!.AsArray());
        Assert.DoesNotContain(_worker.Calls, call => call.Method == WorkerMethods.AnswerAgent);
    }

    [Theory]
    [InlineData("/worktrees/it/src/a.cs", null, "resolved")]
    [InlineData("/worktrees/it/src/../a.cs", null, "pending")]
    [InlineData("/worktrees/it/src/a.cs", "/etc/passwd", "pending")]
    [InlineData("/worktrees/it/.git/hooks/pre-commit", null, "pending")]
    public async Task A_folder_allows_edits_of_what_lies_in_it(string path, string? target, string state)
    {
        await CreateAsync("allow", "folder", "src", tool: "edit");
        var (_, turn) = await StartAsync();
        var to = target is null ? "" : $", \"target\": \"{target}\"";

        var id = await AskAsync(turn, "--- a\n+++ b\n", detailKind: "diff", tool: "Edit", extra: $$""" "paths": [{"path": "{{path}}"{{to}}}],""");

        Assert.Equal(state, await StateAsync(id));
    }

    [Fact]
    public async Task Rules_are_made_listed_changed_and_removed_and_each_change_is_told()
    {
        var (task, _) = await StartAsync();
        var made = await CreateAsync("allow", "prefix", "npm test *");
        var same = await CreateAsync("deny", "prefix", "npm test *");
        var id = made["id"]!.GetValue<string>();
        Assert.Equal((id, 2), (same["id"]!.GetValue<string>(), same["version"]!.GetValue<int>()));

        var stale = await RefuseAsync("updatePermissionRule", $$"""{"id": "{{id}}", "effect": "ask", "version": 1}""");
        var changed = (await CallAsync("updatePermissionRule", $$"""{"id": "{{id}}", "effect": "ask", "pattern": "npm ci *", "scope": "task", "taskId": "{{task}}", "version": 2}"""))["permissionRule"]!;
        var wrong = await RefuseAsync("updatePermissionRule", $$"""{"id": "{{id}}", "effect": "allow", "pattern": "bash *"}""");

        Assert.Equal("conflict", stale["data"]!["code"]!.GetValue<string>());
        Assert.Equal("pattern", wrong["data"]!["errors"]![0]!["path"]!.GetValue<string>());
        Assert.Equal(("npm ci *", "task", task, _project), (changed["name"]!.GetValue<string>(), changed["scope"]!.GetValue<string>(), changed["taskId"]!.GetValue<string>(), changed["repositoryGroupId"]!.GetValue<string>()));
        Assert.Single((await CallAsync("listPermissionRules", $$"""{"taskId": "{{task}}"}"""))["permissionRules"]!.AsArray());
        Assert.Empty((await CallAsync("listPermissionRules", """{"scope": "everywhere"}"""))["permissionRules"]!.AsArray());
        await CallAsync("deletePermissionRule", $$"""{"id": "{{id}}"}""");
        Assert.Equal("not_found", (await RefuseAsync("deletePermissionRule", $$"""{"id": "{{id}}"}"""))["data"]!["code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"effect": "allow", "scope": "everywhere", "toolName": "*", "patternKind": "any"}""", "pattern")]
    [InlineData("""{"effect": "allow", "scope": "everywhere", "toolName": "", "patternKind": "any"}""", "toolName")]
    [InlineData("""{"effect": "allow", "scope": "project", "toolName": "shell", "patternKind": "any"}""", "repositoryGroupId")]
    [InlineData("""{"effect": "allow", "scope": "task", "taskId": "no", "toolName": "shell", "patternKind": "any"}""", "taskId")]
    [InlineData("""{"effect": "allow", "scope": "everywhere", "toolName": "shell", "patternKind": "prefix", "pattern": "a; b"}""", "pattern")]
    [InlineData("""{"effect": "allow", "scope": "everywhere", "toolName": "edit", "patternKind": "folder", "pattern": "../x"}""", "pattern")]
    [InlineData("""{"effect": "allow", "scope": "everywhere", "toolName": "shell", "patternKind": "exact"}""", "pattern")]
    [InlineData("""{"effect": "deny", "scope": "everywhere", "toolName": "shell", "patternKind": "any", "name": "a\nb"}""", "name")]
    public async Task A_rule_that_makes_no_sense_is_refused_with_its_field(string request, string field) =>
        Assert.Equal(field, (await RefuseAsync("createPermissionRule", request))["data"]!["errors"]![0]!["path"]!.GetValue<string>());

    [Fact]
    public async Task What_would_become_of_something_is_told_with_the_rule_that_decides()
    {
        var (task, _) = await StartAsync();
        await CreateAsync("allow", "prefix", "npm test *");
        await CreateAsync("deny", "prefix", "git push *", "never push");
        await CreateAsync("allow", "folder", "src", tool: "edit");

        var allowed = await CallAsync("testPermissionRules", """{"command": "npm test -- a"}""");
        var denied = await CallAsync("testPermissionRules", $$"""{"command": "npm test && git push", "taskId": "{{task}}"}""");
        var asked = await CallAsync("testPermissionRules", """{"command": "npm test > x"}""");
        var open = await CallAsync("testPermissionRules", """{"toolName": "WebFetch"}""");
        var edit = await CallAsync("testPermissionRules", $$"""{"path": "src/a.cs", "taskId": "{{task}}"}""");
        var nothing = await RefuseAsync("testPermissionRules", "{}");

        Assert.Equal(["allow", "deny", "ask", "ask", "allow"], new[] { allowed, denied, asked, open, edit }.Select(one => one["effect"]!.GetValue<string>()));
        Assert.Equal("The rule “npm test *” (everywhere) allows it.", allowed["reason"]!.GetValue<string>());
        Assert.Equal("never push", Assert.Single(denied["rules"]!.AsArray())!["name"]!.GetValue<string>());
        Assert.Equal(["npm test", "git push"], denied["parts"]!.AsArray().Select(part => part!["text"]!.GetValue<string>()));
        Assert.Contains("redirection", asked["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("No rule covers it, so you are asked.", open["reason"]!.GetValue<string>());
        Assert.Equal("command", nothing["data"]!["errors"]![0]!["path"]!.GetValue<string>());
    }

    private async Task<JsonNode> CreateAsync(string effect, string kind, string? pattern, string? name = null, string tool = "shell") =>
        (await CallAsync("createPermissionRule", new JsonObject
        {
            ["effect"] = effect,
            ["scope"] = "everywhere",
            ["toolName"] = tool,
            ["patternKind"] = kind,
            ["pattern"] = pattern,
            ["name"] = name,
        }.ToJsonString()))["permissionRule"]!;
}
