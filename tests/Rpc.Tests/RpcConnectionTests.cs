using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Homeport.Rpc.Tests.Transports;

namespace Homeport.Rpc.Tests;

/// <summary>What a connection promises. Written once, run over every transport.</summary>
public abstract class RpcConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected abstract Task<TransportPair> ConnectAsync();

    [Fact]
    public async Task A_thousand_calls_at_once_get_each_its_own_answer()
    {
        await using var link = await LinkAsync(Echoing());

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(number => link.Client.CallAsync(
            "echo", new Echo($"text {number}", number), TestJson.Default.Echo, TestJson.Default.Echo, Cancellation))).WaitAsync(Patience, Cancellation);

        Assert.Equal(Enumerable.Range(0, 1000).Select(number => new Echo($"text {number}", number)), answers);
    }

    [Fact]
    public async Task Both_sides_call_each_other_at_the_same_time()
    {
        await using var link = await LinkAsync(
            new ScriptedHandler().On("outer", async (request, token) => RpcReply.From(await request.Connection!.CallAsync("inner", request.ReadParams(), token))),
            new ScriptedHandler().On("inner", request => RpcReply.From(request.ReadParams()!.Value)));

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => link.Client.CallAsync("outer", Json($"[{number}]"), Cancellation)))
            .WaitAsync(Patience, Cancellation);

        Assert.Equal(Enumerable.Range(0, 200), answers.Select(answer => answer[0].GetInt32()));
    }

    [Fact]
    public async Task Text_beyond_ascii_and_line_breaks_survive()
    {
        await using var link = await LinkAsync(Echoing());
        var echo = new Echo("zwölf € 😀 \n\r\t \u2028 \0 \"quoted\" \\ </script>", -1);

        Assert.Equal(echo, await link.Client.CallAsync("echo", echo, TestJson.Default.Echo, TestJson.Default.Echo, Cancellation));
        var pretty = await link.Client.CallAsync("raw", Json("{\n  \"a\": [\n 1 ]\n}"), Cancellation);
        Assert.Equal(1, pretty.GetProperty("a")[0].GetInt32());
    }

    [Fact]
    public async Task An_error_arrives_with_code_message_and_data()
    {
        await using var link = await LinkAsync(new ScriptedHandler().On("refuse", _ => RpcReply.Failed(
            new RpcError(RpcErrorCode.Conflict, "Somebody was faster.", Json("""{"code":"conflict"}""")))));

        var error = await Assert.ThrowsAsync<RpcException>(() => link.Client.CallAsync("refuse", null, Cancellation));

        Assert.Equal((RpcErrorCode.Conflict, "Somebody was faster."), (error.Code, error.Message));
        Assert.Equal("conflict", error.Error.Data!.Value.GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_unknown_method_and_wrong_parameters_are_told()
    {
        await using var link = await LinkAsync(Echoing());

        var unknown = await Assert.ThrowsAsync<RpcException>(() => link.Client.CallAsync("nonsense", null, Cancellation));
        var wrong = await Assert.ThrowsAsync<RpcException>(() => link.Client.CallAsync("echo", Json("""{"text":"a","number":"b"}"""), Cancellation));

        Assert.Equal(RpcErrorCode.MethodNotFound, unknown.Code);
        Assert.Equal(RpcErrorCode.InvalidParams, wrong.Code);
        Assert.Contains("$.number", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_throws_is_answered_without_its_internals_and_reported()
    {
        var failures = new ConcurrentQueue<Exception>();
        await using var link = await LinkAsync(
            new ScriptedHandler().On("fail", _ => throw new InvalidOperationException("secret path /home/me")),
            serverOptions: new() { OnHandlerFailure = (_, error) => failures.Enqueue(error) });

        var error = await Assert.ThrowsAsync<RpcException>(() => link.Client.CallAsync("fail", null, Cancellation));

        Assert.Equal(RpcErrorCode.InternalError, error.Code);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Contains("secret", Assert.Single(failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notifications_are_handled_in_order_and_before_a_later_answer()
    {
        var handled = new ConcurrentQueue<int>();
        await using var link = await LinkAsync(
            new ScriptedHandler().On("prompt", async (request, token) =>
            {
                for (var number = 0; number < 500; number++)
                {
                    await request.Connection!.NotifyAsync("update", Json($"[{number}]"), token);
                }

                return RpcReply.Empty;
            }),
            new ScriptedHandler().On("update", async (request, _) =>
            {
                await Task.Yield();
                handled.Enqueue(request.ReadParams()!.Value[0].GetInt32());
                return RpcReply.Empty;
            }));

        await link.Client.CallAsync("prompt", null, Cancellation).WaitAsync(Patience, Cancellation);

        Assert.Equal(Enumerable.Range(0, 500), handled);
    }

    [Fact]
    public async Task A_notification_handler_may_call_back()
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var link = await LinkAsync(
            new ScriptedHandler().On("note", async (request, token) =>
            {
                done.SetResult((await request.Connection!.CallAsync("raw", Json("[7]"), token))[0].GetInt32());
                return RpcReply.Empty;
            }),
            Echoing());

        await link.Client.NotifyAsync("note", null, Cancellation);

        Assert.Equal(7, await done.Task.WaitAsync(Patience, Cancellation));
    }

    [Fact]
    public async Task Requests_can_be_handled_one_at_a_time()
    {
        var (running, most) = (0, 0);
        await using var link = await LinkAsync(
            new ScriptedHandler().On("work", async (_, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Yield();
                Interlocked.Decrement(ref running);
                return RpcReply.Empty;
            }),
            serverOptions: new() { RequestOrder = RpcRequestOrder.OneAtATime });

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => link.Client.CallAsync("work", null, Cancellation))).WaitAsync(Patience, Cancellation);

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Requests_can_be_started_in_order_with_the_notifications_around_them()
    {
        var seen = new ConcurrentQueue<string>();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var link = await LinkAsync(
            new ScriptedHandler()
                .On("note", request => { seen.Enqueue("note"); return RpcReply.Empty; })
                .On("ask", async (_, token) =>
                {
                    seen.Enqueue("ask");
                    await go.Task.WaitAsync(token);
                    return RpcReply.Empty;
                }),
            serverOptions: new() { RequestOrder = RpcRequestOrder.StartInOrder });

        var calls = new List<Task>();
        for (var i = 0; i < 20; i++)
        {
            await link.Client.NotifyAsync("note", null, Cancellation);
            calls.Add(link.Client.CallAsync("ask", null, Cancellation));
        }

        await link.Client.NotifyAsync("last", null, Cancellation);
        go.SetResult();
        await Task.WhenAll(calls).WaitAsync(Patience, Cancellation);
        Assert.Equal(string.Concat(Enumerable.Repeat("note ask ", 20)), string.Concat(seen.Select(word => word + " ")));
    }

    [Fact]
    public async Task Only_so_many_requests_run_and_wait_and_the_rest_is_refused()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var link = await LinkAsync(
            new ScriptedHandler().On("wait", async (_, token) =>
            {
                await go.Task.WaitAsync(token);
                return RpcReply.Empty;
            }),
            serverOptions: new() { MaxConcurrentRequests = 2, MaxWaitingRequests = 3 });

        var calls = Enumerable.Range(0, 9).Select(_ => link.Client.CallAsync("wait", null, Cancellation)).ToArray();
        var refused = new List<Task>();
        while (refused.Count < 4)
        {
            refused.Add(await Task.WhenAny(calls.Except(refused.Cast<Task<JsonElement>>())).WaitAsync(Patience, Cancellation));
        }

        go.SetResult();
        foreach (var call in refused)
        {
            Assert.Equal(RpcErrorCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call)).Code);
        }

        await Task.WhenAll(calls.Except(refused.Cast<Task<JsonElement>>())).WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task A_cancelled_call_stops_waiting_and_cancels_the_handler()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var link = await LinkAsync(Hanging(started, cancelled));
        using var cancellation = new CancellationTokenSource();

        var call = link.Client.CallAsync("hang", null, cancellation.Token);
        await started.Task.WaitAsync(Patience, Cancellation);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience, Cancellation));
        await cancelled.Task.WaitAsync(Patience, Cancellation);
        Assert.Equal(1, (await link.Client.CallAsync("raw", Json("[1]"), Cancellation))[0].GetInt32());
    }

    [Fact]
    public async Task A_call_that_is_not_answered_in_time_says_which_and_takes_itself_back()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var link = await LinkAsync(Hanging(null, cancelled));

        var error = await Assert.ThrowsAsync<TimeoutException>(
            () => link.Client.CallAsync("hang", null, TimeSpan.FromMilliseconds(50), Cancellation).WaitAsync(Patience, Cancellation));

        Assert.Contains("'hang'", error.Message, StringComparison.Ordinal);
        await cancelled.Task.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task A_peer_that_closes_fails_waiting_calls_with_the_reason_and_cancels_its_requests()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var link = await LinkAsync(Hanging(started, cancelled));
        var call = link.Client.CallAsync("hang", null, Cancellation);
        await started.Task.WaitAsync(Patience, Cancellation);

        await link.Server.CloseAsync("enough").WaitAsync(Patience, Cancellation);

        var error = await Assert.ThrowsAsync<RpcClosedException>(() => call.WaitAsync(Patience, Cancellation));
        Assert.Equal(error.Reason, await link.Client.Closed.WaitAsync(Patience, Cancellation));
        await cancelled.Task.WaitAsync(Patience, Cancellation);
        await Assert.ThrowsAsync<RpcClosedException>(() => link.Client.CallAsync("raw", null, Cancellation));
        await Assert.ThrowsAsync<RpcClosedException>(async () => await link.Client.NotifyAsync("note", null, Cancellation));
    }

    [Fact]
    public async Task What_was_sent_before_closing_is_handled()
    {
        var handled = 0;
        await using var link = await LinkAsync(new ScriptedHandler().On("note", async (_, _) =>
        {
            await Task.Yield();
            handled++;
            return RpcReply.Empty;
        }));

        for (var i = 0; i < 100; i++)
        {
            await link.Client.NotifyAsync("note", null, Cancellation);
        }

        await link.Client.CloseAsync("done").WaitAsync(Patience, Cancellation);
        await link.Server.Closed.WaitAsync(Patience, Cancellation);

        Assert.Equal(100, handled);
        Assert.Equal("done", await link.Client.Closed);
    }

    [Fact]
    public async Task A_peer_that_does_not_read_slows_the_sender_and_costs_no_memory()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handled = 0;
        await using var link = await LinkAsync(
            new ScriptedHandler().On("note", async (_, _) =>
            {
                await go.Task;
                handled++;
                return RpcReply.Empty;
            }),
            clientOptions: new() { OutboxCapacity = 8 },
            serverOptions: new() { InboxCapacity = 8 });
        var text = Json($"[\"{new string('x', 16 * 1024)}\"]");
        var sent = 0;
        var sending = Task.Run(async () =>
        {
            for (; sent < 2000; sent++)
            {
                await link.Client.NotifyAsync("note", text, Cancellation);
            }
        }, Cancellation);

        var last = -1;
        while (last != Volatile.Read(ref sent))
        {
            last = Volatile.Read(ref sent);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
        }

        Assert.False(sending.IsCompleted);
        Assert.InRange(last, 8, 1000);
        go.SetResult();
        await sending.WaitAsync(Patience, Cancellation);
        await link.Client.CloseAsync("done").WaitAsync(Patience, Cancellation);
        await link.Server.Closed.WaitAsync(Patience, Cancellation);
        Assert.Equal(2000, handled);
    }

    [Fact]
    public async Task A_peer_that_takes_nothing_for_too_long_is_dropped()
    {
        await using var pair = await ConnectAsync();
        await using var client = new RpcConnection(
            pair.Client, Echoing(), new() { SendTimeout = TimeSpan.FromMilliseconds(200), OutboxCapacity = 4 }, TimeProvider.System);
        client.Start();
        var text = Json($"[\"{new string('x', 256 * 1024)}\"]");

        await Assert.ThrowsAsync<RpcClosedException>(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                await client.NotifyAsync("note", text, Cancellation);
            }
        }).WaitAsync(Patience, Cancellation);

        Assert.Contains("0.2 s", await client.Closed.WaitAsync(Patience, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garbage_is_reported_and_answered_and_the_connection_goes_on()
    {
        await using var pair = await ConnectAsync();
        var anomalies = new ConcurrentQueue<RpcAnomaly>();
        await using var server = new RpcConnection(pair.Server, Echoing(), new() { OnMalformed = anomalies.Enqueue }, TimeProvider.System);
        server.Start();

        Assert.Equal(RpcErrorCode.ParseError, await ErrorCodeAsync(pair.Client, "Welcome to my agent!"));
        Assert.Equal(RpcErrorCode.ParseError, await ErrorCodeAsync(pair.Client, """{"jsonrpc":"2.0","method":"x" """));
        Assert.Equal(RpcErrorCode.InvalidRequest, await ErrorCodeAsync(pair.Client, "42"));
        Assert.Equal(RpcErrorCode.InvalidRequest, await ErrorCodeAsync(pair.Client, """{"method":"raw","id":1}"""));
        Assert.Equal(RpcErrorCode.ParseError, await ErrorCodeAsync(pair.Client, new string('[', 100) + new string(']', 100)));
        var answer = await AskAsync(pair.Client, """{"jsonrpc":"2.0","method":"raw","params":[5],"id":"five"}""");

        Assert.Equal("""{"jsonrpc":"2.0","result":[5],"id":"five"}""", answer);
        Assert.Equal(5, anomalies.Count);
        Assert.Equal("Welcome to my agent!", Encoding.UTF8.GetString(anomalies.First().Beginning.Span));
    }

    [Fact]
    public async Task Answers_to_nothing_are_reported_and_ignored()
    {
        await using var pair = await ConnectAsync();
        var anomalies = new ConcurrentQueue<RpcAnomaly>();
        await using var client = new RpcConnection(pair.Client, Echoing(), new() { OnMalformed = anomalies.Enqueue }, TimeProvider.System);
        client.Start();
        var call = client.CallAsync("ask", null, Cancellation);
        await pair.Server.ReceiveAsync(Cancellation);

        await SendAsync(pair.Server, """{"jsonrpc":"2.0","result":1,"id":"one"}""");
        await SendAsync(pair.Server, """{"jsonrpc":"2.0","result":1,"id":99}""");
        await SendAsync(pair.Server, """{"jsonrpc":"2.0","result":"right","id":1}""");
        Assert.Equal("right", (await call.WaitAsync(Patience, Cancellation)).GetString());
        await SendAsync(pair.Server, """{"jsonrpc":"2.0","result":"again","id":1}""");
        await AskAsync(pair.Server, """{"jsonrpc":"2.0","method":"raw","params":[],"id":1}""");

        Assert.Equal(
            [RpcAnomalyKind.UnknownResponse, RpcAnomalyKind.UnknownResponse, RpcAnomalyKind.LateResponse], anomalies.Select(anomaly => anomaly.Kind));
    }

    [Fact]
    public async Task A_batch_is_answered_as_one_message()
    {
        await using var pair = await ConnectAsync();
        var handler = Echoing();
        await using var server = new RpcConnection(pair.Server, handler, RpcConnectionOptions.Default, TimeProvider.System);
        server.Start();

        var answer = await AskAsync(
            pair.Client, """[{"jsonrpc":"2.0","method":"raw","params":[1],"id":1},{"jsonrpc":"2.0","method":"raw","params":[2]},7]""");

        var replies = JsonDocument.Parse(answer).RootElement;
        Assert.Equal(2, replies.GetArrayLength());
        Assert.Equal(1, replies[0].GetProperty("result")[0].GetInt32());
        Assert.Equal(RpcErrorCode.InvalidRequest, replies[1].GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_peer_without_version_is_spoken_to_without_version()
    {
        await using var pair = await ConnectAsync();
        await using var client = new RpcConnection(pair.Client, Echoing(), new() { RequireVersion = false }, TimeProvider.System);
        client.Start();

        var call = client.CallAsync("ask", Json("{}"), Cancellation);
        Assert.Equal("""{"id":1,"method":"ask","params":{}}""", await ReceiveAsync(pair.Server));
        await SendAsync(pair.Server, """{"id":1,"result":{"ok":true}}""");
        Assert.True((await call.WaitAsync(Patience, Cancellation)).GetProperty("ok").GetBoolean());

        Assert.Equal("""{"result":[3],"id":0}""", await AskAsync(pair.Server, """{"id":0,"method":"raw","params":[3]}"""));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"a-b\"")]
    [InlineData("1.5")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("null")]
    public async Task An_id_comes_back_as_it_was(string id)
    {
        await using var pair = await ConnectAsync();
        await using var server = new RpcConnection(pair.Server, Echoing(), RpcConnectionOptions.Default, TimeProvider.System);
        server.Start();

        var answer = await AskAsync(pair.Client, $$"""{"jsonrpc":"2.0","method":"raw","params":[],"id":{{id}}}""");

        Assert.Equal($$"""{"jsonrpc":"2.0","result":[],"id":{{id}}}""", answer);
    }

    [Fact]
    public async Task Closing_twice_and_before_starting_is_harmless()
    {
        await using var pair = await ConnectAsync();
        var never = new RpcConnection(pair.Client, Echoing(), RpcConnectionOptions.Default, TimeProvider.System);

        await Task.WhenAll(never.CloseAsync("one"), never.CloseAsync("two")).WaitAsync(Patience, Cancellation);
        never.Start();
        await never.DisposeAsync();

        Assert.Equal("one", await never.Closed);
    }

    [Fact]
    public async Task A_handler_that_ignores_its_token_does_not_hold_up_the_reason()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource<RpcReply>();
        await using var link = await LinkAsync(new ScriptedHandler().On("stuck", (_, _) =>
        {
            started.SetResult();
            return new ValueTask<RpcReply>(never.Task);
        }));
        var call = link.Client.CallAsync("stuck", null, Cancellation);
        await started.Task.WaitAsync(Patience, Cancellation);

        var closing = link.Server.CloseAsync("over");

        Assert.Equal("over", await link.Server.Closed.WaitAsync(TimeSpan.FromSeconds(2), Cancellation));
        await Assert.ThrowsAsync<RpcClosedException>(() => call);
        never.SetResult(RpcReply.Empty);
        await closing.WaitAsync(Patience, Cancellation);
    }

    private protected static ScriptedHandler Echoing() => new ScriptedHandler()
        .On("echo", request => RpcReply.From(request.ReadParams(TestJson.Default.Echo), TestJson.Default.Echo))
        .On("raw", request => RpcReply.From(request.ReadParams()!.Value));

    private protected static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private protected static async Task SendAsync(IRpcTransport transport, string text) =>
        await transport.SendAsync(Encoding.UTF8.GetBytes(text), Cancellation);

    private protected static async Task<string> ReceiveAsync(IRpcTransport transport) => Encoding.UTF8.GetString(
        (await transport.ReceiveAsync(Cancellation).AsTask().WaitAsync(Patience, Cancellation))!.Value.Span);

    private protected static async Task<string> AskAsync(IRpcTransport transport, string text)
    {
        await SendAsync(transport, text);
        return await ReceiveAsync(transport);
    }

    private protected static async Task<int> ErrorCodeAsync(IRpcTransport transport, string text) =>
        JsonDocument.Parse(await AskAsync(transport, text)).RootElement.GetProperty("error").GetProperty("code").GetInt32();

    private static ScriptedHandler Hanging(TaskCompletionSource? started, TaskCompletionSource cancelled) => Echoing().On("hang", async (_, token) =>
    {
        started?.SetResult();
        await using var registration = token.Register(() => cancelled.TrySetResult());
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        return RpcReply.Empty;
    });

    private async Task<Link> LinkAsync(
        ScriptedHandler server, ScriptedHandler? client = null, RpcConnectionOptions? clientOptions = null, RpcConnectionOptions? serverOptions = null)
    {
        var pair = await ConnectAsync();
        var link = new Link(
            pair,
            new RpcConnection(pair.Client, client ?? Echoing(), clientOptions ?? RpcConnectionOptions.Default, TimeProvider.System),
            new RpcConnection(pair.Server, server, serverOptions ?? RpcConnectionOptions.Default, TimeProvider.System));
        link.Client.Start();
        link.Server.Start();
        return link;
    }

    private sealed record Link(TransportPair Pair, RpcConnection Client, RpcConnection Server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Client.DisposeAsync();
            await Server.DisposeAsync();
            await Pair.DisposeAsync();
        }
    }
}
