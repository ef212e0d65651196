using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Homeport.Rpc.InProcess;
using Homeport.Worker.Link;
using Homeport.Worker.Terminals;
using Homeport.Worker.Tests.Sandboxes;

namespace Homeport.Worker.Tests.Terminals;

/// <summary>A worker's terminals, and a host at the other end of a connection that can be lost and made anew.</summary>
internal sealed class TerminalDesk : IRpcHandler, IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("homeport-test-").FullName;
    private readonly TerminalSessions _sessions;
    private readonly ConcurrentDictionary<string, Watcher> _watchers = new();
    private (RpcConnection Worker, RpcConnection Host) _link;
    private int _names;

    public TerminalDesk()
    {
        var options = new WorkerOptions
        {
            Root = _folder,
            Environment = new Dictionary<string, string>
            {
                ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
                ["HOME"] = _folder,
                ["SHELL"] = "/bin/bash",
                ["SECRET_OF_THE_HOST"] = "x",
            },
            Program = ["/bin/false"],
            Version = "1",
            StopGrace = TimeSpan.FromMilliseconds(300),
        };
        File.WriteAllText(Path.Combine(_folder, ".bash_profile"), "PS1='ready> '\nunset PROMPT_COMMAND\nbind 'set enable-bracketed-paste off'\nstty -echo\n");
        _sessions = new TerminalSessions(options, ConfiningOf.Machine(options), () => _link.Worker, TimeProvider.System);
        Connect();
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string Folder => _folder;

    public TerminalSessions Sessions => _sessions;

    public ConcurrentQueue<TerminalStatus> Reports { get; } = new();

    public async Task<string> OpenAsync(int columns = 80, int rows = 24, string? taskId = null, TaskEnvironment? environment = null)
    {
        var id = $"terminal-{Interlocked.Increment(ref _names):000}";
        await CallAsync<OpenTerminalRequest, OpenTerminalResponse>(
            WorkerMethods.OpenTerminal,
            new OpenTerminalRequest { TerminalId = id, TaskId = taskId, WorkingDirectory = _folder, Environment = environment, Columns = columns, Rows = rows });
        return id;
    }

    /// <param name="acknowledges">Whether it says at once that it has shown what it gets.</param>
    public async Task<Watcher> WatchAsync(string terminalId, bool acknowledges = true, int? columns = null, int? rows = null)
    {
        var watcher = new Watcher(this, terminalId, $"viewer-{Interlocked.Increment(ref _names)}", acknowledges);
        _watchers[watcher.Id] = watcher;
        await CallAsync<AttachTerminalRequest, NoResponse>(
            WorkerMethods.AttachTerminal,
            new AttachTerminalRequest { TerminalId = terminalId, ViewerId = watcher.Id, Columns = columns, Rows = rows });
        return watcher;
    }

    /// <summary>A terminal and somebody who has seen its first prompt.</summary>
    public async Task<Watcher> SitDownAsync(int columns = 80, int rows = 24)
    {
        var watcher = await WatchAsync(await OpenAsync(columns, rows), columns: columns, rows: rows);
        await watcher.SeesAsync("ready> ");
        return watcher;
    }

    public Task EndAsync(string terminalId) => CallAsync<EndTerminalRequest, NoResponse>(
        WorkerMethods.EndTerminal, new EndTerminalRequest { TerminalId = terminalId });

    public async Task<TResponse> CallAsync<TRequest, TResponse>(string method, TRequest request)
        where TRequest : notnull
        where TResponse : notnull =>
        await _link.Host.CallAsync(method, request, TypeOf<TRequest>(), TypeOf<TResponse>(), Cancellation);

    public ValueTask NotifyAsync<T>(string method, T request) => _link.Host.NotifyAsync(method, request, TypeOf<T>(), Cancellation);

    public async Task ReconnectAsync()
    {
        var old = _link;
        await old.Host.DisposeAsync();
        await old.Worker.DisposeAsync();
        Connect();
    }

    public async ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        switch (request.Method)
        {
            case HostMethods.TerminalOutput:
                var output = request.ReadParams(ProtocolJson.Default.TerminalOutput);
                await _watchers[output.ViewerId].TakeAsync(output);
                break;
            case HostMethods.TerminalViewerChanged:
                var news = request.ReadParams(ProtocolJson.Default.TerminalViewerChanged);
                _watchers[news.ViewerId].Take(news);
                break;
            case HostMethods.TerminalChanged:
                Reports.Enqueue(request.ReadParams(ProtocolJson.Default.TerminalStatus));
                break;
        }

        return RpcReply.From(new NoResponse(), ProtocolJson.Default.NoResponse);
    }

    public async ValueTask DisposeAsync()
    {
        await _sessions.DisposeAsync();
        await _link.Host.DisposeAsync();
        await _link.Worker.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Connect()
    {
        var methods = new MethodTable();
        _sessions.Register(methods);
        var (worker, host) = PipePair.Create();
        _link = (
            new RpcConnection(worker, methods, RpcConnectionOptions.Default, TimeProvider.System),
            new RpcConnection(host, this, RpcConnectionOptions.Default, TimeProvider.System));
        _link.Worker.Start();
        _link.Host.Start();
    }

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)ProtocolJson.Default.GetTypeInfo(typeof(T))!;
}
