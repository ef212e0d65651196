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
    // The serialiser's metadata of a type is made when it is first needed: for all operations at once it would be most of the start.
    private JsonTypeInfo<TResponse>? _response;
    private RequestReader<TRequest>? _reader;

    public override JsonTypeInfo Request => Reader.Type;
    public override JsonTypeInfo Response => ResponseType;

    private JsonTypeInfo<TResponse> ResponseType => _response ??= WireType<TResponse>(Name);
    private RequestReader<TRequest> Reader => _reader ??= new RequestReader<TRequest>(WireType<TRequest>(Name), types);

    public override async ValueTask<Problem?> RunAsync(
        ReadOnlySequence<byte> arguments, CallContext context, ResponseSink sink, CancellationToken cancellationToken)
    {
        if (!Reader.Read(arguments).Succeeded(out var request, out var problem))
        {
            return problem;
        }

        var result = await run(request, context, cancellationToken);
        if (!result.Succeeded(out var response, out problem))
        {
            return problem;
        }

        var scratch = ScratchJson.Serialize(response, ResponseType);
        sink.Accept(this, scratch);
        return null;
    }
}
