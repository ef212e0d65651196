using System.Collections.Concurrent;

namespace Homeport.Rpc.Tests;

/// <summary>Answers by a table of methods and remembers what came, in order.</summary>
internal sealed class ScriptedHandler : IRpcHandler
{
    private readonly ConcurrentDictionary<string, Func<RpcRequest, CancellationToken, ValueTask<RpcReply>>> _methods = new();

    public ConcurrentQueue<string> Seen { get; } = new();

    public ScriptedHandler On(string method, Func<RpcRequest, CancellationToken, ValueTask<RpcReply>> answer)
    {
        _methods[method] = answer;
        return this;
    }

    public ScriptedHandler On(string method, Func<RpcRequest, RpcReply> answer) =>
        On(method, (request, _) => ValueTask.FromResult(answer(request)));

    public ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        Seen.Enqueue(request.Method);
        return _methods.TryGetValue(request.Method, out var answer)
            ? answer(request, cancellationToken)
            : ValueTask.FromResult(RpcReply.MethodNotFound(request.Method));
    }
}
