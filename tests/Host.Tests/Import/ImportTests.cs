using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Host.Tests.Commands;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Rpc;

namespace Homeport.Host.Tests.Import;

/// <summary>Sessions that agents keep themselves are indexed, searched and continued. Over both stores.</summary>
public abstract class ImportTests : CommandsTest
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Past> _stored = new(StringComparer.Ordinal);
    private readonly List<PastSessionProblem> _problems = [];

    [Fact]
    public async Task Sessions_are_listed_newest_first_page_by_page()
    {
        foreach (var number in Enumerable.Range(1, 7))
        {
            Keep($"s{number}", $"Prompt {number}", minutes: number);
        }

        var all = await ListAsync("{}");
        Assert.Equal(["s7", "s6", "s5", "s4", "s3", "s2", "s1"], Ids(all));
        Assert.Equal("Prompt 7", all["pastSessions"]![0]!["title"]!.GetValue<string>());

        var seen = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await ListAsync($$"""{"limit": 3{{(cursor is null ? "" : $", \"cursor\": \"{cursor}\"")}}}""");
            seen.AddRange(Ids(page));
            cursor = page["nextCursor"]?.GetValue<string>();
            if (cursor is null)
            {
                break;
            }
        }

        Assert.Equal(Ids(all), seen);
    }

    [Fact]
    public async Task Words_folder_and_agent_narrow_the_list()
    {
        Keep("a", "Fix the Export", words: "it rounds half UP\n100% of_the time");
        Keep("b", "Write tests", folder: "/repositories/other", agent: "codex");
        Keep("c", "Nested", folder: "/repositories/it/src");

        Assert.Equal(["a"], Ids(await ListAsync("""{"query": "export ROUNDS"}""")));
        Assert.Equal(["a"], Ids(await ListAsync("""{"query": "100%"}""")));
        Assert.Empty(Ids(await ListAsync("""{"query": "ofxthe"}""")));
        Assert.Empty(Ids(await ListAsync("""{"query": "export tests"}""")));
        Assert.Equal(["b"], Ids(await ListAsync("""{"agentType": "codex"}""")));
        Assert.Equal(["b"], Ids(await ListAsync("""{"query": "repositories/other"}""")));
        Assert.Equal(["a", "c"], Ids(await ListAsync("""{"folder": "/repositories/it/"}""")).Order());
    }

    [Fact]
    public async Task Looking_twice_changes_nothing_and_reads_nothing()
    {
        Keep("a", "One");
        Keep("b", "Two");

        Assert.Equal((2, 2, 0, 0), Counts(await CallAsync("refreshPastSessions", "{}")));
        var reads = Reads();
        var before = (await ListAsync("{}")).ToJsonString();

        Assert.Equal((2, 0, 0, 0), Counts(await CallAsync("refreshPastSessions", "{}")));
        Assert.Equal(reads, Reads());
        Assert.Equal(before, (await ListAsync("{}")).ToJsonString());
    }

    [Fact]
    public async Task Of_a_file_that_grew_only_the_rest_is_read_and_one_that_vanished_is_left_out()
    {
        Keep("a", "One", words: "first");
        Keep("b", "Two");
        await CallAsync("refreshPastSessions", "{}");

        Keep("a", "One", words: "second", size: 200, minutes: 9);
        Forget("b");

        Assert.Equal((1, 0, 1, 1), Counts(await CallAsync("refreshPastSessions", "{}")));
        Assert.Equal(100, Worker.Calls.Last(call => call.Method == WorkerMethods.ReadPastSession).Params.GetProperty("from").GetInt64());
        var session = Assert.Single((await ListAsync("""{"query": "first second"}"""))["pastSessions"]!.AsArray())!;
        Assert.Equal((4, "One"), (session["messages"]!.GetValue<int>(), session["title"]!.GetValue<string>()));
        Assert.Empty(Ids(await ListAsync("""{"query": "two"}""")));
    }

    [Fact]
    public async Task What_lies_where_nobody_may_look_is_not_taken_for_gone()
    {
        Keep("a", "One");
        await CallAsync("refreshPastSessions", "{}");

        Forget("a");
        lock (_gate)
        {
            _problems.Add(new PastSessionProblem("/home/ada/.claude", "It is closed to this user."));
        }

        var looked = await CallAsync("refreshPastSessions", "{}");
        Assert.Equal((1, 0, 0, 0), Counts(looked));
        Assert.Equal("/home/ada/.claude: It is closed to this user.", looked["problems"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_told_and_hides_no_other()
    {
        Keep("a", "One");
        Keep("closed", "Never");
        Keep("z", "Two");

        var looked = await CallAsync("refreshPastSessions", "{}");

        Assert.Equal((2, 2, 0, 0), Counts(looked));
        Assert.Contains("closed", Assert.Single(looked["problems"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_goes_on_as_a_task_in_the_checkout_where_it_worked()
    {
        Keep("a", "Fix the export");
        var id = (await ListAsync("{}"))["pastSessions"]![0]!["id"]!.GetValue<string>();
        var plan = (await CallAsync("getPastSession", $$"""{"id": "{{id}}"}"""))["plan"]!;
        Assert.Equal((Project, "in_place", "native"), (plan["repositoryGroupId"]!.GetValue<string>(), plan["isolation"]!.GetValue<string>(), plan["means"]!.GetValue<string>()));

        var made = await CallAsync("resumePastSession", $$"""{"id": "{{id}}", "prompt": "Now the tests"}""");

        var turn = await Worker.NextTurnAsync();
        Assert.Equal(("a", "Now the tests", "claude_code"), (turn.NativeSessionId, turn.Prompt, turn.AgentType));
        var task = made["task"]!["id"]!.GetValue<string>();
        Assert.Equal((task, true, "Fix the export", "in_place"),
            (turn.TaskId, made["created"]!.GetValue<bool>(), made["task"]!["title"]!.GetValue<string>(), made["task"]!["isolation"]!.GetValue<string>()));
        var first = (await CallAsync("listTaskEvents", $$"""{"taskId": "{{task}}"}"""))["events"]![0]!;
        Assert.Equal((EventKinds.Imported, id, "native"), (first["kind"]!.GetValue<string>(), first["payload"]!["pastSessionId"]!.GetValue<string>(), first["payload"]!["means"]!.GetValue<string>()));

        var again = await CallAsync("resumePastSession", $$"""{"id": "a", "prompt": "And again"}""");
        Assert.Equal((task, false), (again["task"]!["id"]!.GetValue<string>(), again["created"]!.GetValue<bool>()));
        Assert.False(Worker.HasTurn);
        Assert.Equal(task, (await ListAsync("{}"))["pastSessions"]![0]!["taskId"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_task_stays_when_the_file_is_gone_and_is_found_when_it_is_back()
    {
        Keep("a", "Fix the export");
        await ListAsync("{}");
        var task = (await CallAsync("resumePastSession", """{"id": "a"}"""))["task"]!;
        Assert.Equal("draft", task["state"]!.GetValue<string>());

        Forget("a");
        await CallAsync("refreshPastSessions", "{}");
        Assert.Empty(Ids(await ListAsync("{}")));
        Assert.Equal("not_found", (await RefusedAsync("getPastSession", """{"id": "a"}""")).Code);
        Assert.Equal("draft", (await TaskAsync(task["id"]!.GetValue<string>()))["state"]!.GetValue<string>());

        Keep("a", "Fix the export");
        await CallAsync("refreshPastSessions", "{}");
        Assert.Equal(task["id"]!.GetValue<string>(), (await CallAsync("resumePastSession", """{"id": "a"}"""))["task"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_a_project_it_says_what_to_do_and_another_one_can_be_chosen()
    {
        Keep("a", "Elsewhere", folder: "/somewhere/else");
        await ListAsync("{}");

        var plan = (await CallAsync("getPastSession", """{"id": "a"}"""))["plan"]!;
        Assert.Equal("No project holds /somewhere/else. Add its repository to Homeport, or choose another project.", plan["obstacle"]!.GetValue<string>());
        Assert.Equal("conflict", (await RefusedAsync("resumePastSession", """{"id": "a"}""")).Code);
        Assert.Equal(["repositoryGroupId"], (await RefusedAsync("resumePastSession", """{"id": "a", "repositoryGroupId": "none"}""")).Paths);

        await CallAsync("resumePastSession", $$"""{"id": "a", "repositoryGroupId": "{{Project}}", "prompt": "Go"}""");
        var turn = await Worker.NextTurnAsync();
        Assert.Equal("a", turn.NativeSessionId);
        Assert.Contains(turn.WorktreePath, turn.Prompt, StringComparison.Ordinal); // it learns that it works elsewhere now
        Assert.EndsWith("Go", turn.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_is_kept_apart_gets_what_was_said_as_text()
    {
        Keep("a", "Fix the export");
        await ListAsync("{}");
        Say();

        await CallAsync("resumePastSession", """{"id": "a", "isolation": "sandbox", "prompt": "Go"}""");

        var turn = await Worker.NextTurnAsync();
        Assert.Null(turn.NativeSessionId);
        Assert.Contains("[Person]\nthe heron word\n\n[Agent]\nit is done", turn.Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("not said", turn.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_before_the_task_is_part_of_every_text_of_it()
    {
        Keep("a", "Fix the export");
        await ListAsync("{}");
        Say();
        var task = (await CallAsync("resumePastSession", """{"id": "a", "prompt": "Go"}"""))["task"]!["id"]!.GetValue<string>();
        var first = await Worker.NextTurnAsync();
        await Worker.ReportAsync(first, TurnOutcome.Completed, nativeSessionId: "a");

        await CallAsync("handOverTask", $$"""{"taskId": "{{task}}", "agentType": "codex", "context": "conversation", "prompt": "Take over"}""");
        var other = await Worker.NextTurnAsync();
        Assert.Contains("[Person]\nthe heron word\n\n[Agent]\nit is done", other.Prompt, StringComparison.Ordinal);
        await Worker.ReportAsync(other, TurnOutcome.Completed, nativeSessionId: "theirs");

        var back = await CallAsync("rewindTask", $$"""{"taskId": "{{task}}", "turnId": "{{first.TurnId}}", "files": false}""");
        Assert.Equal("text", back["means"]!.GetValue<string>());
        await CallAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "Once more"}""");
        var again = await Worker.NextTurnAsync();
        Assert.Null(again.NativeSessionId);
        Assert.Contains("the heron word", again.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_that_came_about_in_tasks_are_left_out_unless_asked_for()
    {
        await StartTaskAsync();
        await Worker.ReportAsync(await Worker.NextTurnAsync(), TurnOutcome.Completed, nativeSessionId: "ours");
        Keep("ours", "From a task", agent: "demo");
        Keep("theirs", "From a terminal", agent: "demo");

        Assert.Equal(["theirs"], Ids(await ListAsync("{}")));
        Assert.Equal(["ours", "theirs"], Ids(await ListAsync("""{"all": true}""")).Order());
    }

    [Fact]
    public async Task A_page_of_events_is_the_workers_and_its_limits_are_checked()
    {
        Keep("a", "One");
        await ListAsync("{}");
        Worker.Answers[WorkerMethods.ReadPastEvents] = _ => RpcReply.From(
            new ReadPastEventsResponse { Items = [Told(5, EventKinds.Raw, """{"source": "x", "text": "y"}""")], HasMore = true, Sequence = 5 },
            ProtocolJson.Default.ReadPastEventsResponse);

        var page = await CallAsync("listPastSessionEvents", """{"id": "a", "before": 9, "limit": 7}""");

        Assert.Equal((5, true), (page["events"]![0]!["sequence"]!.GetValue<int>(), page["hasMore"]!.GetValue<bool>()));
        var asked = Worker.Calls.Last(call => call.Method == WorkerMethods.ReadPastEvents).Params;
        Assert.Equal((9, 7, "/home/ada/.claude/projects/p/a.jsonl"), (asked.GetProperty("before").GetInt32(), asked.GetProperty("limit").GetInt32(), asked.GetProperty("path").GetString()));
        foreach (var wrong in (string[])["\"limit\": 0", "\"limit\": 1001", "\"before\": 0", "\"after\": -1", "\"before\": 2, \"after\": 1"])
        {
            Assert.Equal("invalid_request", (await RefusedAsync("listPastSessionEvents", $$"""{"id": "a", {{wrong}}}""")).Code);
        }

        foreach (var wrong in (string[])["\"limit\": 201", "\"cursor\": \"x\"", $"\"query\": \"{new string('q', 201)}\""])
        {
            Assert.Equal("invalid_request", (await RefusedAsync("listPastSessions", $"{{{wrong}}}")).Code);
        }
    }

    [Fact]
    public async Task An_access_token_of_a_program_sees_none_of_it()
    {
        var token = (await CallAsync("createAccessToken", """{"name": "script"}"""))["secret"]!.GetValue<string>();
        using var program = new HttpClient { BaseAddress = Host.Address };
        program.DefaultRequestHeaders.Authorization = new("Bearer", token);

        foreach (var path in (string[])["/api/past-sessions", "/api/past-sessions/a", "/api/past-sessions/a/events"])
        {
            using var response = await program.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(System.Net.HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    /// <summary>The session's transcript, as the worker tells it.</summary>
    private void Say() => Worker.Answers[WorkerMethods.ReadPastEvents] = _ => RpcReply.From(
        new ReadPastEventsResponse
        {
            Items =
            [
                Told(1, EventKinds.UserMessage, """{"text": "the heron word"}"""),
                Told(2, EventKinds.ToolCall, """{"title": "not said"}"""),
                Told(3, EventKinds.AgentMessage, """{"text": "it is done"}"""),
            ],
            HasMore = false,
            Sequence = 1,
        },
        ProtocolJson.Default.ReadPastEventsResponse);

    private static EventView Told(long sequence, string kind, string payload) => new()
    {
        Sequence = sequence,
        Kind = kind,
        At = DateTimeOffset.UnixEpoch,
        Payload = JsonElement.Parse(payload),
    };

    private async Task<JsonNode> ListAsync(string parameters)
    {
        Listen();
        await CallAsync("refreshPastSessions", "{}");
        return await CallAsync("listPastSessions", parameters);
    }

    private static string[] Ids(JsonNode list) => [.. list["pastSessions"]!.AsArray().Select(session => session!["nativeSessionId"]!.GetValue<string>())];

    private static (int Sessions, int Added, int Changed, int Removed) Counts(JsonNode looked) => (
        looked["sessions"]!.GetValue<int>(), looked["added"]!.GetValue<int>(), looked["changed"]!.GetValue<int>(), looked["removed"]!.GetValue<int>());

    private int Reads() => Worker.Calls.Count(call => call.Method == WorkerMethods.ReadPastSession);

    private void Keep(
        string id, string prompt, string words = "", string folder = "/repositories/it", string agent = "claude_code", int minutes = 1, long size = 100)
    {
        lock (_gate)
        {
            _stored[$"/home/ada/.claude/projects/p/{id}.jsonl"] = new Past(id, prompt, words, folder, agent, minutes, size);
        }

        Listen();
    }

    private void Forget(string id)
    {
        lock (_gate)
        {
            _stored.Remove($"/home/ada/.claude/projects/p/{id}.jsonl");
        }
    }

    /// <summary>The worker tells what is kept.</summary>
    private void Listen()
    {
        Worker.Answers[WorkerMethods.FindPastSessions] = _ =>
        {
            lock (_gate)
            {
                return RpcReply.From(
                    new FindPastSessionsResponse
                    {
                        Files =
                        [
                            .. _stored.OrderBy(one => one.Key, StringComparer.Ordinal)
                                .Select(one => new PastSessionFile { AgentType = one.Value.Agent, Path = one.Key, Size = one.Value.Size, Stamp = one.Value.Size }),
                        ],
                        HasMore = false,
                        Problems = [.. _problems],
                    },
                    ProtocolJson.Default.FindPastSessionsResponse);
            }
        };
        Worker.Answers[WorkerMethods.ReadPastSession] = request =>
        {
            lock (_gate)
            {
                var past = _stored[request.GetProperty("path").GetString()!];
                return past.Id == "closed" ? throw Closed() : RpcReply.From(past.Digest(), ProtocolJson.Default.PastSessionDigest);
            }
        };
    }

    private static RpcException Closed() => new(new RpcError(
        RpcErrorCode.Conflict, "closed",
        JsonSerializer.SerializeToElement(new ErrorData { Code = ErrorCodes.PathNotAllowed, Detail = "It is closed." }, ProtocolJson.Default.ErrorData)));

    private sealed record Past(string Id, string Prompt, string Words, string Folder, string Agent, int Minutes, long Size)
    {
        public PastSessionDigest Digest() => new()
        {
            Restarted = false,
            ReadTo = Size,
            HasMore = false,
            Size = Size,
            Stamp = Size,
            NativeSessionId = Id,
            FirstPrompt = Prompt,
            Folder = Folder,
            Messages = 2,
            LastAt = DateTimeOffset.UnixEpoch.AddMinutes(Minutes),
            Words = $"{Prompt}\n{Words}\n",
        };
    }
}

/// <summary>On the store of a laptop.</summary>
public sealed class SqliteImportTests : ImportTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

/// <summary>On the store of a team; a schema of its own for each test.</summary>
public sealed class PostgresImportTests(PostgresFixture postgres) : ImportTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
