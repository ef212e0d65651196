using System.Buffers;
using System.Text.Json;
using Homeport.Domain;
using Homeport.Host.Access;
using Homeport.Host.Operations;
using Homeport.Rpc;

namespace Homeport.Host.JsonRpc;

/// <summary>Answers JSON-RPC with the operations of the catalogue.</summary>
/// <param name="session">The connection, where it stays open; null for a call over HTTP.</param>
internal sealed class OperationRpcHandler(
    OperationCatalogue operations, OperationCalls calls, Caller caller, RpcSession? session) : IRpcHandler
{
    public async ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        if (operations.Find(request.Method) is not { } operation || operation.Reach == OperationReach.Http)
        {
            return RpcReply.Failed(new Problem(
                ProblemCode.UnknownOperation, $"There is no method '{request.Method}'. /openapi/v1.json lists them all.").ToRpcError());
        }

        if (operation.Reach == OperationReach.Connections && session is null)
        {
            return RpcReply.Failed(new Problem(
                ProblemCode.UnknownOperation, $"'{request.Method}' needs a connection that stays open. Call it over the WebSocket at /ws.").ToRpcError());
        }

        if (ReadArguments(request.Params, out var arguments) is { } wrong)
        {
            return RpcReply.Failed(wrong.ToRpcError());
        }

        var sink = new RpcSink();
        var context = new CallContext(caller, Session: session);
        var problem = await calls.RunAsync(operation, arguments, context, sink, cancellationToken);
        return problem is null ? RpcReply.FromJson(sink.Json) : RpcReply.Failed(problem.ToRpcError());
    }

    /// <summary>Parameters by name; a list with one object is taken as that object, because many clients wrap it so.</summary>
    private static Problem? ReadArguments(ReadOnlyMemory<byte> parameters, out ReadOnlySequence<byte> arguments)
    {
        arguments = new ReadOnlySequence<byte>(parameters);
        if (parameters.IsEmpty || parameters.Span[0] != (byte)'[')
        {
            return null;
        }

        var reader = new Utf8JsonReader(parameters.Span);
        reader.Read();
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            arguments = default;
            return null;
        }

        var start = (int)reader.TokenStartIndex;
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        reader.Skip();
        arguments = new ReadOnlySequence<byte>(parameters[start..(int)reader.BytesConsumed]);
        reader.Read();
        return isObject && reader.TokenType == JsonTokenType.EndArray
            ? null
            : new Problem(ProblemCode.InvalidRequest, "Send the parameters by name, as one object.");
    }
}
