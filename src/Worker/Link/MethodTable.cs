using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Protocol;
using Homeport.Rpc;

namespace Homeport.Worker.Link;

/// <summary>What the host may ask of this worker, by name.</summary>
internal sealed class MethodTable : IRpcHandler
{
    private readonly Dictionary<string, Func<RpcRequest, CancellationToken, Task<RpcReply>>> _methods = new(StringComparer.Ordinal);

    public void Add<TRequest, TResponse>(string method, Func<TRequest, CancellationToken, Task<TResponse>> run)
        where TRequest : notnull =>
        _methods.Add(method, async (request, cancellationToken) =>
            RpcReply.From(await run(request.ReadParams(TypeOf<TRequest>()), cancellationToken), TypeOf<TResponse>()));

    /// <summary>A method that answers nothing but that it is done.</summary>
    public void Add<TRequest>(string method, Func<TRequest, CancellationToken, Task> run)
        where TRequest : notnull =>
        Add<TRequest, NoResponse>(method, async (request, cancellationToken) =>
        {
            await run(request, cancellationToken);
            return new NoResponse();
        });

    public async ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        if (!_methods.TryGetValue(request.Method, out var run))
        {
            return RpcReply.MethodNotFound(request.Method);
        }

        try
        {
            return await run(request, cancellationToken);
        }
        catch (WorkerRefusedException refused)
        {
            var data = new ErrorData { Code = refused.Code, Detail = refused.Message, Facts = refused.Facts };
            return RpcReply.Failed(new RpcError(
                RpcErrorCode.Conflict, refused.Message, JsonSerializer.SerializeToElement(data, ProtocolJson.Default.ErrorData)));
        }
    }

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)ProtocolJson.Default.GetTypeInfo(typeof(T))!;
}
