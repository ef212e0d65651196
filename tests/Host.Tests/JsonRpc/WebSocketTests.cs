using System.Net;
using System.Net.WebSockets;
using Homeport.Host.Tests.Tasks;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Events;
using Homeport.Storage;
using Homeport.Storage.Events;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Tests.JsonRpc;

public sealed class WebSocketTests
{
    [Fact]
    public async Task Operations_are_called_over_a_WebSocket()
    {
        await using var host = await TestHost.StartAsync();
        using var socket = await TestSocket.OwnerAsync(host);

        var answer = await socket.CallAsync("getCaller", "{}");

        Assert.Equal("owner_token", answer.GetProperty("result").GetProperty("caller").GetProperty("method").GetString());
    }

    [Fact]
    public async Task A_subscriber_gets_history_and_then_what_happens_without_a_gap()
    {
        await using var host = await TestHost.StartAsync();
        var database = host.Running.Services.GetRequiredService<Database>();
        await AppendAsync(database, 1, 700);
        using var socket = await TestSocket.OwnerAsync(host);

        var answer = await socket.CallAsync("subscribeEvents", """{"fromSequence":100}""");
        await AppendAsync(database, 701, 300);

        var id = answer.GetProperty("result").GetProperty("subscriptionId").GetString();
        Assert.Equal(700, answer.GetProperty("result").GetProperty("sequence").GetInt64());
        var expected = 101L;
        while (expected <= 1000)
        {
            var notification = await socket.NextAsync();
            Assert.Equal("event", notification.GetProperty("method").GetString());
            Assert.Equal(id, notification.GetProperty("params").GetProperty("subscriptionId").GetString());
            foreach (var entry in notification.GetProperty("params").GetProperty("events").EnumerateArray())
            {
                Assert.Equal(expected++, entry.GetProperty("sequence").GetInt64());
                Assert.Equal("hello", entry.GetProperty("payload").GetProperty("message").GetString());
            }
        }
    }

    [Fact]
    public async Task A_topic_and_a_task_narrow_a_subscription()
    {
        await using var host = await TestHost.StartAsync();
        var database = host.Running.Services.GetRequiredService<Database>();
        using var socket = await TestSocket.OwnerAsync(host);
        await socket.CallAsync("subscribeEvents", """{"topics":["sessions"],"taskId":"t1"}""");

        await database.WriteAsync(
            scope =>
            {
                scope.AppendEvent(new EventDraft(Workspace.Personal, EventKinds.TaskChanged, "{}") { TaskId = "t1" });
                scope.AppendEvent(new EventDraft(Workspace.Personal, EventKinds.Notice, "{}") { TaskId = "t2" });
                scope.AppendEvent(new EventDraft(Workspace.Personal, EventKinds.Notice, "{}") { TaskId = "t1" });
            },
            TestContext.Current.CancellationToken);

        var events = (await socket.NextAsync()).GetProperty("params").GetProperty("events");
        Assert.Equal([3L], events.EnumerateArray().Select(entry => entry.GetProperty("sequence").GetInt64()));
    }

    [Fact]
    public async Task Text_comes_before_it_is_stored()
    {
        await using var host = await TestHost.StartAsync();
        var database = host.Running.Services.GetRequiredService<Database>();
        using var socket = await TestSocket.OwnerAsync(host);
        await socket.CallAsync("subscribeEvents", "{}");

        // The subscription is live once an event arrives; a piece of text before that is allowed to be lost.
        await AppendAsync(database, 1, 1);
        await socket.NextAsync();
        database.Events.PublishTransient(new TransientEvent
        {
            WorkspaceId = Workspace.Personal,
            Kind = EventKinds.AgentMessage,
            TaskId = "t",
            Payload = """{"taskId":"t","text":"Hel"}""",
        });

        var delta = await socket.NextAsync();
        Assert.Equal("delta", delta.GetProperty("method").GetString());
        Assert.Equal("Hel", delta.GetProperty("params").GetProperty("text").GetString());
    }

    [Fact]
    public async Task An_ended_subscription_is_silent_and_unknown()
    {
        await using var host = await TestHost.StartAsync();
        var database = host.Running.Services.GetRequiredService<Database>();
        using var socket = await TestSocket.OwnerAsync(host);
        var id = (await socket.CallAsync("subscribeEvents", "{}")).GetProperty("result").GetProperty("subscriptionId").GetString();

        var ended = await socket.CallAsync("unsubscribeEvents", $$"""{"subscriptionId":"{{id}}"}""");
        await AppendAsync(database, 1, 1);
        var again = await socket.CallAsync("unsubscribeEvents", $$"""{"subscriptionId":"{{id}}"}""");

        Assert.True(ended.TryGetProperty("result", out _));
        Assert.Equal(-32003, again.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_wrong_subscription_is_refused_with_its_reasons()
    {
        await using var host = await TestHost.StartAsync();
        using var socket = await TestSocket.OwnerAsync(host);

        var topic = await socket.CallAsync("subscribeEvents", """{"topics":["weather"]}""");
        var sequence = await socket.CallAsync("subscribeEvents", """{"fromSequence":-1}""");
        var workspace = await socket.CallAsync("subscribeEvents", """{"workspaceId":"none"}""");

        Assert.Equal(-32602, topic.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(-32602, sequence.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(-32003, workspace.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_nobody_up()
    {
        await using var host = await TestHost.StartAsync();
        var database = host.Running.Services.GetRequiredService<Database>();
        using var slow = await TestSocket.OwnerAsync(host);
        using var quick = await TestSocket.OwnerAsync(host);
        await slow.CallAsync("subscribeEvents", "{}");
        await quick.CallAsync("subscribeEvents", "{}");

        for (var batch = 0; batch < 10; batch++)
        {
            await AppendAsync(database, (batch * 2000) + 1, 2000);
        }

        var last = 0L;
        while (last < 20_000)
        {
            last = (await quick.NextAsync()).GetProperty("params").GetProperty("events").EnumerateArray().Last().GetProperty("sequence").GetInt64();
        }

        var expected = 1L; // and the slow one misses nothing when it reads again
        while (expected <= 20_000)
        {
            foreach (var entry in (await slow.NextAsync()).GetProperty("params").GetProperty("events").EnumerateArray())
            {
                Assert.Equal(expected++, entry.GetProperty("sequence").GetInt64());
            }
        }
    }

    [Fact]
    public async Task Programs_that_only_want_the_gist_get_normalised_messages()
    {
        await using var host = await TestHost.StartAsync();
        await using var worker = await ScriptedWorker.ConnectAsync(host.Running);
        var database = host.Running.Services.GetRequiredService<Database>();
        using var socket = await TestSocket.OwnerAsync(host);
        var project = (await socket.CallAsync("addRepository", """{"path":"/code/a"}""")).GetProperty("result").GetProperty("repositoryGroup").GetProperty("id");
        var created = await socket.CallAsync("createUnitTask", $$"""{"repositoryGroupId":{{project.GetRawText()}},"prompt":"Do it","agentType":"demo"}""");
        var task = created.GetProperty("result").GetProperty("task").GetProperty("id").GetString()!;

        await socket.CallAsync("subscribeExecutionLogs", $$"""{"taskId":"{{task}}","fromSequence":0}""");
        await database.WriteAsync(
            scope =>
            {
                scope.AppendEvent(new EventDraft(Workspace.Personal, EventKinds.TurnStarted, """{"kind":"implement","number":1}""") { TaskId = task, SessionId = "s" });
                scope.AppendEvent(new EventDraft(Workspace.Personal, EventKinds.AgentMessage, """{"append":"Hello","offset":0}""") { TaskId = task, SessionId = "s" });
            },
            TestContext.Current.CancellationToken);

        var start = (await socket.NextAsync()).GetProperty("params");
        var text = await socket.NextAsync();
        Assert.Equal("start", start.GetProperty("message").GetProperty("type").GetString());
        Assert.Equal("executionLog", text.GetProperty("method").GetString());
        Assert.Equal("Hello", text.GetProperty("params").GetProperty("message").GetProperty("text").GetString());
        Assert.True((await socket.CallAsync("unsubscribeExecutionLogs", $$"""{"taskId":"{{task}}"}""")).TryGetProperty("result", out _));
        Assert.Equal(-32003, (await socket.CallAsync("subscribeExecutionLogs", """{"taskId":"none"}""")).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_stopping_host_closes_its_WebSockets()
    {
        var host = await TestHost.StartAsync();
        using var socket = await TestSocket.OwnerAsync(host);
        await socket.CallAsync("getStatus", "{}");

        var closed = socket.ReceiveAsync();
        await host.DisposeAsync();

        Assert.Null(await closed);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
    }

    [Fact]
    public async Task The_socket_serves_a_WebSocket_without_a_token()
    {
        await using var host = await TestHost.StartAsync();
        using var socket = new ClientWebSocket();
        using var handler = new SocketsHttpHandler { ConnectCallback = host.ConnectAsync };
        using var invoker = new HttpMessageInvoker(handler);

        await socket.ConnectAsync(new Uri("ws://homeport/ws"), invoker, TestContext.Current.CancellationToken);

        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task A_plain_request_is_told_to_upgrade()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.Owner.GetAsync("/ws", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    private static Task AppendAsync(Database database, int first, int count) => database.WriteAsync(
        scope =>
        {
            for (var number = first; number < first + count; number++)
            {
                Assert.Equal(number, scope.AppendEvent(
                    new EventDraft(Workspace.Personal, EventKinds.Notice, """{"code":"quiet","message":"hello"}""") { TaskId = "t1" }));
            }
        },
        TestContext.Current.CancellationToken);
}
