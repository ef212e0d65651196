using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Homeport.Host.Tests.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Rpc;

namespace Homeport.Host.Tests.Terminals;

/// <summary>The socket of a terminal, with a worker that does what the test says.</summary>
public sealed class TerminalSocketTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private ScriptedWorker _worker = null!;
    private string _terminal = "";

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        _worker = await ScriptedWorker.ConnectAsync(_host.Running, request => request with { WorkerId = "worker-1" });
        _worker.Answers[WorkerMethods.OpenTerminal] = _ =>
            RpcReply.From(new OpenTerminalResponse { Shell = "/bin/scripted" }, ProtocolJson.Default.OpenTerminalResponse);
        _worker.Answers[WorkerMethods.WriteTerminal] = request => RpcReply.From(
            new WriteTerminalResponse { Accepted = Math.Min(10_000, request.GetProperty("data").GetBytesFromBase64().Length) },
            ProtocolJson.Default.WriteTerminalResponse);
        await _host.RpcAsync("""{"jsonrpc":"2.0","id":1,"method":"addRepository","params":{"path":"/repositories/it"}}""");
        await CreateTerminalAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task News_and_bytes_come_in_their_order()
    {
        using var client = await TerminalClient.OwnerAsync(_host, _terminal, "?columns=100&rows=30");
        var viewer = await ViewerAsync();
        Assert.Equal((100, 30), (Attached().GetProperty("columns").GetInt32(), Attached().GetProperty("rows").GetInt32()));

        await TellAsync(viewer, owns: true);
        await ShowAsync(viewer, "the screen", reset: true);
        await ShowAsync(viewer, "zwölf 你好");
        await TellAsync(viewer, owns: true, title: "vim");
        await TellAsync(viewer, owns: false, columns: 50, title: "vim");
        await TellAsync(viewer, owns: false, columns: 50, title: "vim", exitCode: 3);

        Assert.Equal("""{"type":"size","columns":80,"rows":24,"owner":true}""", await client.ReceiveAsync());
        Assert.Equal("0:the screen", await client.ReceiveAsync());
        Assert.Equal("1:zwölf 你好", await client.ReceiveAsync());
        Assert.Equal("""{"type":"title","title":"vim"}""", await client.ReceiveAsync());
        Assert.Equal("""{"type":"size","columns":50,"rows":24,"owner":false}""", await client.ReceiveAsync());
        Assert.Equal("""{"type":"ended","exitCode":3}""", await client.ReceiveAsync());
    }

    [Fact]
    public async Task What_is_typed_asked_and_acknowledged_reaches_the_worker()
    {
        using var client = await TerminalClient.OwnerAsync(_host, _terminal);
        var viewer = await ViewerAsync();
        var paste = new byte[1024 * 1024];
        new Random(1).NextBytes(paste);

        await client.TypeAsync("ls\n"u8.ToArray());
        await client.TypeAsync(paste);
        await client.SendAsync("""{"type":"resize","columns":33,"rows":11,"claim":true}""");
        await client.SendAsync("""{"type":"ack","bytes":20000}""");
        await client.SendAsync("""{"type":"ack","bytes":20000}""");

        var resize = await CallAsync(WorkerMethods.ResizeTerminal);
        Assert.Equal((viewer, 33, 11, true), (
            resize.GetProperty("viewerId").GetString(), resize.GetProperty("columns").GetInt32(),
            resize.GetProperty("rows").GetInt32(), resize.GetProperty("claim").GetBoolean()));
        Assert.Equal(40_000, (await CallAsync(WorkerMethods.AcknowledgeTerminal)).GetProperty("bytes").GetInt64());
        await EventuallyAsync(() => Typed().Length >= paste.Length + 3);
        Assert.Equal([.. "ls\n"u8, .. paste], Typed());
    }

    [Fact]
    public async Task The_viewer_is_gone_with_its_socket()
    {
        using (await TerminalClient.OwnerAsync(_host, _terminal))
        {
            await ViewerAsync();
        }

        await CallAsync(WorkerMethods.DetachTerminal);
    }

    [Theory]
    [InlineData("not json", WebSocketCloseStatus.InvalidPayloadData)]
    [InlineData("""{"type":"explode"}""", WebSocketCloseStatus.InvalidPayloadData)]
    [InlineData("""{"type":"resize","columns":"wide","rows":1}""", WebSocketCloseStatus.InvalidPayloadData)]
    [InlineData("""{"type":"resize"}""", WebSocketCloseStatus.InvalidPayloadData)]
    [InlineData("""{"type":"ack","bytes":-5}""", WebSocketCloseStatus.InvalidPayloadData)]
    [InlineData("null", WebSocketCloseStatus.InvalidPayloadData)]
    public async Task A_text_that_means_nothing_ends_the_connection(string text, WebSocketCloseStatus status)
    {
        using var client = await TerminalClient.OwnerAsync(_host, _terminal);

        await client.SendAsync(text);

        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(status, client.CloseStatus);
    }

    [Fact]
    public async Task A_text_without_end_and_input_that_nobody_reads_end_the_connection()
    {
        _worker.Answers[WorkerMethods.WriteTerminal] = _ =>
            RpcReply.From(new WriteTerminalResponse { Accepted = 0 }, ProtocolJson.Default.WriteTerminalResponse);
        using var talker = await TerminalClient.OwnerAsync(_host, _terminal);
        using var typist = await TerminalClient.OwnerAsync(_host, _terminal);

        await talker.SendAsync(new string(' ', 10_000));
        await typist.TypeAsync(new byte[2 * 1024 * 1024]);

        Assert.Null(await talker.ReceiveAsync());
        Assert.Null(await typist.ReceiveAsync());
        Assert.Equal((WebSocketCloseStatus.MessageTooBig, WebSocketCloseStatus.MessageTooBig), (talker.CloseStatus, typist.CloseStatus));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nowhere")]
    [InlineData("../tasks")]
    [InlineData("%2e%2e")]
    public async Task An_unknown_terminal_is_no_socket(string id)
    {
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => TerminalClient.OwnerAsync(_host, id));

        Assert.Contains("404", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_worker.Calls, call => call.Method == WorkerMethods.AttachTerminal);
    }

    [Fact]
    public async Task Without_a_login_with_a_wrong_one_and_from_a_foreign_page_there_is_no_socket()
    {
        using var browser = await _host.LogInAsync();
        var path = $"/ws/terminals/{_terminal}";
        var token = ("Authorization", $"Bearer {_host.Token}");
        (string, (string, string)[])[] attempts =
        [
            ("403", []),
            ("401", [("Origin", _host.Origin)]),
            ("401", [("Authorization", "Bearer wrong")]),
            ("403", [token, ("Origin", "https://evil.example")]),
            ("403", [token, ("Origin", "null")]),
            ("403", [token, ("Origin", "http://localhost:1")]),
            ("403", [token, ("Sec-Fetch-Site", "cross-site")]),
            ("403", [token, ("Host", "evil.example")]),
        ];

        foreach (var (status, headers) in attempts)
        {
            var refused = await Assert.ThrowsAsync<WebSocketException>(() => TerminalClient.OpenAsync(_host, path, headers));
            Assert.Contains(status, refused.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(_worker.Calls, call => call.Method == WorkerMethods.AttachTerminal);
    }

    [Fact]
    public async Task A_ticket_opens_one_socket()
    {
        using var asked = await _host.Owner.PostAsync("/api/auth/ticket", TestHost.Json("{}"), TestContext.Current.CancellationToken);
        var ticket = (await TestHost.ReadAsync(asked)).GetProperty("ticket").GetString();

        using (await TerminalClient.OpenAsync(_host, $"/ws/terminals/{_terminal}?ticket={ticket}"))
        {
            await ViewerAsync();
        }

        await Assert.ThrowsAsync<WebSocketException>(() => TerminalClient.OpenAsync(_host, $"/ws/terminals/{_terminal}?ticket={ticket}"));
    }

    [Fact]
    public async Task A_plain_request_is_told_what_it_is()
    {
        using var response = await _host.Owner.GetAsync($"/ws/terminals/{_terminal}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Fact]
    public async Task Closing_the_terminal_and_losing_the_worker_close_the_socket()
    {
        using var first = await TerminalClient.OwnerAsync(_host, _terminal);
        await ViewerAsync();
        await _host.RpcAsync($$"""{"jsonrpc":"2.0","id":1,"method":"closeTerminal","params":{"id":"{{_terminal}}"} }""");
        Assert.Null(await first.ReceiveAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, first.CloseStatus);

        await CreateTerminalAsync();
        using var second = await TerminalClient.OwnerAsync(_host, _terminal);
        await EventuallyAsync(() => _worker.Calls.Count(call => call.Method == WorkerMethods.AttachTerminal) == 2);
        await _worker.DisposeAsync();
        Assert.Null(await second.ReceiveAsync());

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => TerminalClient.OwnerAsync(_host, _terminal));
        Assert.Contains("503", refused.Message, StringComparison.Ordinal);
        _worker = await ScriptedWorker.ConnectAsync(_host.Running, request => request with { WorkerId = "worker-2", TookOver = ["worker-1"] });
        using var third = await TerminalClient.OwnerAsync(_host, _terminal);
        Assert.Equal("""{"type":"lost"}""", await third.ReceiveAsync());
        Assert.Null(await third.ReceiveAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, third.CloseStatus);
    }

    [Fact]
    public async Task One_that_its_worker_does_not_keep_any_more_is_lost()
    {
        _worker.Answers[WorkerMethods.AttachTerminal] = _ => RpcReply.Failed(new RpcError(
            RpcErrorCode.Conflict, "gone",
            JsonSerializer.SerializeToElement(new ErrorData { Code = ErrorCodes.NotFound, Detail = "gone" }, ProtocolJson.Default.ErrorData)));

        using var client = await TerminalClient.OwnerAsync(_host, _terminal);

        Assert.Equal("""{"type":"lost"}""", await client.ReceiveAsync());
    }

    private static async Task EventuallyAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
        }
    }

    private async Task CreateTerminalAsync()
    {
        var projects = await _host.RpcAsync("""{"jsonrpc":"2.0","id":1,"method":"listRepositoryGroups","params":{}}""");
        var project = projects.GetProperty("result").GetProperty("repositoryGroups")[0].GetProperty("id").GetString();
        var created = await _host.RpcAsync($$"""{"jsonrpc":"2.0","id":1,"method":"createTerminal","params":{"repositoryGroupId":"{{project}}"} }""");
        _terminal = created.GetProperty("result").GetProperty("terminal").GetProperty("id").GetString()!;
    }

    private async Task<JsonElement> CallAsync(string method)
    {
        await EventuallyAsync(() => _worker.Calls.Any(call => call.Method == method));
        return _worker.Calls.Last(call => call.Method == method).Params;
    }

    private async Task<string> ViewerAsync() => (await CallAsync(WorkerMethods.AttachTerminal)).GetProperty("viewerId").GetString()!;

    private JsonElement Attached() => _worker.Calls.Last(call => call.Method == WorkerMethods.AttachTerminal).Params;

    /// <summary>What the worker took of what it was sent.</summary>
    private byte[] Typed() =>
    [
        .. _worker.Calls.Where(call => call.Method == WorkerMethods.WriteTerminal)
            .SelectMany(call => call.Params.GetProperty("data").GetBytesFromBase64().Take(10_000)),
    ];

    private ValueTask ShowAsync(string viewer, string text, bool reset = false) => _worker.NotifyAsync(
        HostMethods.TerminalOutput, new TerminalOutput { ViewerId = viewer, Data = Encoding.UTF8.GetBytes(text), Reset = reset },
        ProtocolJson.Default.TerminalOutput);

    private ValueTask TellAsync(string viewer, bool owns, int columns = 80, string? title = null, int? exitCode = null) => _worker.NotifyAsync(
        HostMethods.TerminalViewerChanged,
        new TerminalViewerChanged
        {
            ViewerId = viewer,
            OwnsSize = owns,
            Terminal = new TerminalStatus
            {
                TerminalId = _terminal,
                IsRunning = exitCode is null,
                Columns = columns,
                Rows = 24,
                Title = title,
                ExitCode = exitCode,
            },
        },
        ProtocolJson.Default.TerminalViewerChanged);
}
