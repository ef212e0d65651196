using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Host.Operations.Binding;
using Homeport.Host.Operations.Schema;

namespace Homeport.Host.Operations;

/// <summary>An operation with its handler.</summary>
internal sealed class TypedOperation<TRequest, TResponse>(
    string name, Route? route, Permission permission, OperationReach reach, WireTypes types,
    Func<TRequest, CallContext, CancellationToken, Task<Result<TResponse>>> run) : Operation(name, route, permission, reach)
    where TRequest : notnull
    where TResponse : notnull
{
    private readonly JsonTypeInfo<TResponse> _response = WireType<TResponse>(name);
    private readonly RequestReader<TRequest> _reader = new(WireType<TRequest>(name), types);

    public override JsonTypeInfo Request => _reader.Type;
    public override JsonTypeInfo Response => _response;

    public override async ValueTask<Problem?> RunAsync(
        ReadOnlySequence<byte> arguments, CallContext context, ResponseSink sink, CancellationToken cancellationToken)
    {
        if (!_reader.Read(arguments).Succeeded(out var request, out var problem))
        {
            return problem;
        }

        var result = await run(request, context, cancellationToken);
        if (!result.Succeeded(out var response, out problem))
        {
            return problem;
        }

        var scratch = ScratchJson.Serialize(response, _response);
        sink.Accept(this, scratch);
        return null;
    }
}
