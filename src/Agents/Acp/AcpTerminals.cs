using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Rpc;

namespace Homeport.Agents.Acp;

/// <summary>
/// <c>terminal/*</c>: programs that the agent has us run. Each keeps its output for the tool calls that show it, also after the
/// agent released it.
/// </summary>
internal sealed class AcpTerminals(IAgentTerminals? terminals) : IAcpPrograms
{
    /// <summary>How many that are released can still be shown.</summary>
    private const int MostReleased = 64;

    private readonly ConcurrentDictionary<string, IAgentTerminal> _open = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, AcpProgramOutput> _released = new(StringComparer.Ordinal);
    private readonly Queue<string> _releasedOrder = new();
    private int _last;

    public bool IsOffered => terminals is not null;

    public static bool IsMethod(string method) => method.StartsWith("terminal/", StringComparison.Ordinal);

    public async Task<RpcReply> AnswerAsync(string method, JsonElement parameters, CancellationToken cancellationToken)
    {
        if (terminals is null)
        {
            return RpcReply.MethodNotFound(method);
        }

        if (method == "terminal/create")
        {
            return Create(terminals, parameters);
        }

        if (parameters.Text("terminalId") is not { } id || !_open.TryGetValue(id, out var terminal))
        {
            return RpcReply.Failed(AcpFileRequests.ResourceNotFound, $"There is no terminal '{parameters.Text("terminalId")}'.");
        }

        switch (method)
        {
            case "terminal/output":
                return Reply(OutputOf(terminal));
            case "terminal/wait_for_exit":
                return Reply(StatusOf(await terminal.Exited.WaitAsync(cancellationToken)));
            case "terminal/kill":
                await terminal.KillAsync(cancellationToken);
                return Reply([]);
            case "terminal/release":
                await ReleaseAsync(id, terminal, cancellationToken);
                return Reply([]);
            default:
                return RpcReply.MethodNotFound(method);
        }
    }

    public AcpProgramOutput? Show(string id)
    {
        if (_open.TryGetValue(id, out var terminal))
        {
            return AcpProgramOutput.Of(terminal);
        }

        lock (_gate)
        {
            return _released.TryGetValue(id, out var shown) ? shown : null;
        }
    }

    public Task WhenOver(string id) => _open.TryGetValue(id, out var terminal) ? terminal.Exited : Task.CompletedTask;

    /// <summary>The agent is gone: nobody waits for its programs any more.</summary>
    public async Task EndAllAsync()
    {
        try
        {
            await Task.WhenAll(_open.Select(open => ReleaseAsync(open.Key, open.Value, CancellationToken.None)));
        }
        catch (TimeoutException)
        {
            // Something survives being killed; its owner tries again and tells.
        }
    }

    private RpcReply Create(IAgentTerminals source, JsonElement parameters)
    {
        if (parameters.Text("command") is not { Length: > 0 } command)
        {
            return RpcReply.Failed(RpcErrorCode.InvalidParams, "The command is missing.");
        }

        try
        {
            var environment = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var variable in parameters.Items("env"))
            {
                environment[variable.Text("name") ?? ""] = variable.Text("value") ?? "";
            }

            var terminal = source.Start(new()
            {
                Command = command,
                Arguments = [.. parameters.Items("args").Select(word => word.ValueKind == JsonValueKind.String ? word.AsText() : word.GetRawText())],
                Environment = environment,
                WorkingDirectory = parameters.Text("cwd"),
                OutputByteLimit = parameters.Whole("outputByteLimit"),
            });
            var id = $"term-{Interlocked.Increment(ref _last)}";
            _open[id] = terminal;
            return Reply(new() { ["terminalId"] = id });
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return RpcReply.Failed(RpcErrorCode.InvalidParams, $"'{command}' was not run: {refused.Message}");
        }
    }

    private async Task ReleaseAsync(string id, IAgentTerminal terminal, CancellationToken cancellationToken)
    {
        if (!_open.ContainsKey(id))
        {
            return;
        }

        await terminal.KillAsync(cancellationToken);
        lock (_gate)
        {
            if (!_open.ContainsKey(id))
            {
                return; // released twice at once
            }

            _released[id] = AcpProgramOutput.Of(terminal);
            _releasedOrder.Enqueue(id);
            if (_releasedOrder.Count > MostReleased)
            {
                _released.Remove(_releasedOrder.Dequeue());
            }

            _open.TryRemove(id, out _);
        }

        await terminal.DisposeAsync();
    }

    private static JsonObject OutputOf(IAgentTerminal terminal)
    {
        var exited = terminal.Exited; // before what it wrote: an end is told only with all of it
        var output = terminal.Read();
        var answer = new JsonObject { ["output"] = output.Text, ["truncated"] = output.Truncated };
        if (exited.IsCompletedSuccessfully)
        {
            answer["exitStatus"] = StatusOf(AcpProgramOutput.ExitOf(exited)!.Value);
        }

        return answer;
    }

    private static JsonObject StatusOf(AgentTerminalExit exit) => new()
    {
        ["exitCode"] = exit.Code,
        ["signal"] = exit.Signal is { } signal ? SignalName(signal) : null,
    };

    private static string SignalName(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        6 => "SIGABRT",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        15 => "SIGTERM",
        _ => $"SIG{signal}",
    };

    private static RpcReply Reply(JsonObject answer) => RpcReply.FromJson(JsonWriting.Line(answer));
}
