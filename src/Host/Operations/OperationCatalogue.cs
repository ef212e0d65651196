using System.Collections.Frozen;
using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Host.Access;
using Homeport.Host.JsonRpc;
using Homeport.Host.Operations.Schema;
using Homeport.Protocol;
using Microsoft.AspNetCore.Http;

namespace Homeport.Host.Operations;

/// <summary>
/// Everything that the program can be asked to do. REST, JSON-RPC, the command line, OpenAPI and the web client's types are
/// made from it.
/// </summary>
internal sealed class OperationCatalogue
{
    private readonly Dictionary<string, Operation> _operations = new(StringComparer.Ordinal);
    private FrozenDictionary<string, Operation>? _byName;

    public OperationCatalogue(IEnumerable<IOperationSource> sources)
    {
        foreach (var source in sources)
        {
            source.Register(this);
        }
    }

    /// <summary>The shapes of the requests and responses.</summary>
    public WireTypes Types { get; } = new();

    /// <summary>In the order of their registration.</summary>
    public IReadOnlyCollection<Operation> Operations => _operations.Values;

    private FrozenDictionary<string, Operation> ByName => _byName ??= _operations.ToFrozenDictionary(StringComparer.Ordinal);

    public Operation? Find(string name) => ByName.GetValueOrDefault(name);

    /// <param name="name">As UTF-16; the caller decodes into a small buffer of its own.</param>
    public Operation? Find(ReadOnlySpan<char> name) =>
        ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var operation) ? operation : null;

    public Operation Add<TRequest, TResponse>(
        string name, Route route, Permission permission,
        Func<TRequest, Caller, CancellationToken, Task<Result<TResponse>>> run)
        where TRequest : notnull
        where TResponse : notnull =>
        Add(new TypedOperation<TRequest, TResponse>(
            name, route, permission, OperationReach.Everywhere, Types,
            (request, context, cancellationToken) => run(request, context.Caller, cancellationToken)));

    public Operation Add<TRequest, TResponse>(
        string name, Route route, Permission permission, Func<TRequest, CancellationToken, Task<Result<TResponse>>> run)
        where TRequest : notnull
        where TResponse : notnull =>
        Add(new TypedOperation<TRequest, TResponse>(
            name, route, permission, OperationReach.Everywhere, Types,
            (request, _, cancellationToken) => run(request, cancellationToken)));

    /// <summary>An operation that takes nothing.</summary>
    public Operation Add<TResponse>(
        string name, Route route, Permission permission, Func<CancellationToken, Task<Result<TResponse>>> run)
        where TResponse : notnull =>
        Add(new TypedOperation<NoRequest, TResponse>(
            name, route, permission, OperationReach.Everywhere, Types,
            (_, _, cancellationToken) => run(cancellationToken)));

    /// <summary>An operation that takes nothing but who asks.</summary>
    public Operation Add<TResponse>(
        string name, Route route, Permission permission, Func<Caller, CancellationToken, Task<Result<TResponse>>> run)
        where TResponse : notnull =>
        Add(new TypedOperation<NoRequest, TResponse>(
            name, route, permission, OperationReach.Everywhere, Types,
            (_, context, cancellationToken) => run(context.Caller, cancellationToken)));

    /// <summary>A list whose entries are kept written. <typeparamref name="TResponse"/> is what it looks like.</summary>
    public Operation AddWritten<TRequest, TResponse>(
        string name, Route route, Permission permission, Func<TRequest, CancellationToken, Task<Result<WrittenList>>> run)
        where TRequest : notnull
        where TResponse : notnull =>
        Add(new WrittenOperation<TRequest, TResponse>(name, route, permission, Types, run));

    /// <summary>An operation that reads or sets headers, so that it exists on REST only.</summary>
    public Operation AddHttp<TRequest, TResponse>(
        string name, Route route, Permission permission,
        Func<TRequest, HttpContext, CancellationToken, Task<Result<TResponse>>> run)
        where TRequest : notnull
        where TResponse : notnull =>
        Add(new TypedOperation<TRequest, TResponse>(
            name, route, permission, OperationReach.Http, Types,
            (request, context, cancellationToken) => run(request, context.Http!, cancellationToken)));

    /// <summary>Like the other one, for an operation that takes nothing but who asks.</summary>
    public Operation AddHttp<TResponse>(
        string name, Route route, Permission permission,
        Func<HttpContext, Caller, CancellationToken, Task<Result<TResponse>>> run)
        where TResponse : notnull =>
        Add(new TypedOperation<NoRequest, TResponse>(
            name, route, permission, OperationReach.Http, Types,
            (_, context, cancellationToken) => run(context.Http!, context.Caller, cancellationToken)));

    /// <summary>An operation bound to a connection that stays, such as a subscription.</summary>
    public Operation AddOnConnections<TRequest, TResponse>(
        string name, Permission permission, Func<TRequest, RpcSession, CancellationToken, Task<Result<TResponse>>> run)
        where TRequest : notnull
        where TResponse : notnull =>
        Add(new TypedOperation<TRequest, TResponse>(
            name, null, permission, OperationReach.Connections, Types,
            (request, context, cancellationToken) => run(request, context.Session!, cancellationToken)));

    private Operation Add(Operation operation)
    {
        if (!_operations.TryAdd(operation.Name, operation))
        {
            throw new InvalidOperationException($"Operation {operation.Name} is registered twice.");
        }

        _byName = null;
        return operation;
    }
}
