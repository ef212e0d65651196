using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Protocol;

namespace Homeport.Host.Operations;

/// <summary>One thing that the program can be asked to do; every interface is made from these.</summary>
internal abstract class Operation(string name, Route? route, Permission permission, OperationReach reach)
{
    /// <summary>The JSON-RPC method, camelCase.</summary>
    public string Name { get; } = name;

    /// <summary>Where it lives on REST, the proper place first; empty where <see cref="Reach"/> is <see cref="OperationReach.Connections"/>.</summary>
    public IReadOnlyList<Route> Routes { get; private set; } = route is null ? [] : [route];

    public Permission Permission { get; } = permission;
    public OperationReach Reach { get; } = reach;
    public abstract JsonTypeInfo Request { get; }
    public abstract JsonTypeInfo Response { get; }

    /// <summary>One or two sentences for people who write programs against it.</summary>
    public string? Description { get; private set; }

    /// <summary>A request that would be taken, as JSON.</summary>
    public string? RequestExample { get; private set; }

    /// <summary>What JSON-RPC calls the list that REST calls <c>items</c>; null for an operation that is no list.</summary>
    public string? ListName { get; private set; }

    public Operation Describe(string description)
    {
        Description = description;
        return this;
    }

    public Operation Example(string request)
    {
        RequestExample = request;
        return this;
    }

    /// <summary>A second place, for programs that look there.</summary>
    public Operation AlsoAt(Route route)
    {
        Routes = [.. Routes, route];
        return this;
    }

    /// <summary>The response's first property is <c>items</c>; JSON-RPC calls it <paramref name="name"/>.</summary>
    public Operation AsList(string name)
    {
        ListName = name;
        return this;
    }

    /// <summary>Reads the request, runs the handler and gives the response's JSON to the sink.</summary>
    /// <param name="arguments">A JSON object; empty counts as <c>{}</c>. Must stay valid until the handler has been called.</param>
    /// <returns>Why there is no response; null if there is one.</returns>
    public abstract ValueTask<Problem?> RunAsync(
        ReadOnlySequence<byte> arguments, CallContext context, ResponseSink sink, CancellationToken cancellationToken);

    /// <summary>How a request or response of an operation is read and written.</summary>
    protected static JsonTypeInfo<T> WireType<T>(string operation) =>
        (JsonTypeInfo<T>?)ProtocolJson.Default.GetTypeInfo(typeof(T)) ?? throw new InvalidOperationException(
            $"Operation {operation} uses {typeof(T).Name}, which is not listed in ProtocolJson.");
}
