using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Host.Operations.Binding;
using Homeport.Host.Operations.Schema;

namespace Homeport.Host.Operations;

/// <summary>A list that is asked for so often that its entries are kept written. <typeparamref name="TResponse"/> is what it looks like.</summary>
internal sealed class WrittenOperation<TRequest, TResponse>(
    string name, Route route, Permission permission, WireTypes types,
    Func<TRequest, CancellationToken, Task<Result<WrittenList>>> run) : Operation(name, route, permission, OperationReach.Everywhere)
    where TRequest : notnull
    where TResponse : notnull
{
    public override JsonTypeInfo Request => Reader.Type;
    public override JsonTypeInfo Response => field ??= WireType<TResponse>(Name);

    private RequestReader<TRequest> Reader => field ??= new RequestReader<TRequest>(WireType<TRequest>(Name), types);

    public override async ValueTask<Problem?> RunAsync(
        ReadOnlySequence<byte> arguments, CallContext context, ResponseSink sink, CancellationToken cancellationToken)
    {
        if (!Reader.Read(arguments).Succeeded(out var request, out var problem))
        {
            return problem;
        }

        var result = await run(request, cancellationToken);
        if (!result.Succeeded(out var list, out problem))
        {
            return problem;
        }

        var scratch = ScratchJson.Write(list);
        sink.Accept(this, scratch);
        return null;
    }
}
