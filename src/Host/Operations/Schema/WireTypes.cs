using System.Text.Json;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Homeport.Protocol;

namespace Homeport.Host.Operations.Schema;

/// <summary>Reads the shapes of types from the serialiser's own metadata, so that they cannot differ from what it does.</summary>
internal sealed class WireTypes
{
    private readonly Dictionary<Type, WireType> _known = [];
    private readonly Lock _gate = new();

    public WireType Of(Type type)
    {
        lock (_gate)
        {
            return Find(type);
        }
    }

    private WireType Find(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (_known.TryGetValue(type, out var known))
        {
            return known;
        }

        var info = ProtocolJson.Default.GetTypeInfo(type) ??
            throw new InvalidOperationException($"{type} is not reachable from ProtocolJson.");
        var found = info.Kind switch
        {
            JsonTypeInfoKind.Object => new WireType(WireKind.Object, type),
            JsonTypeInfoKind.Enumerable => new WireType(WireKind.Array, type) { Element = Find(info.ElementType!) },
            JsonTypeInfoKind.Dictionary => new WireType(WireKind.Map, type) { Element = Find(info.ElementType!) },
            _ => Scalar(type, info),
        };
        _known.Add(type, found);
        if (found.Kind == WireKind.Object)
        {
            found.Properties = [.. info.Properties.Select(Property)];
        }

        return found;
    }

    private WireProperty Property(JsonPropertyInfo property)
    {
        var isNullable = property.PropertyType.IsValueType
            ? Nullable.GetUnderlyingType(property.PropertyType) is not null
            : property.IsGetNullable;
        var isRequired = property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false };
        return new WireProperty(property.Name, Find(property.PropertyType), isRequired, isNullable, property);
    }

    private static WireType Scalar(Type type, JsonTypeInfo info) =>
        type == typeof(string) || type == typeof(ReadOnlyMemory<byte>) ? new WireType(WireKind.String, type) // bytes as base64
        : type == typeof(bool) ? new WireType(WireKind.Boolean, type)
        : type == typeof(int) ? new WireType(WireKind.Integer, type) { Minimum = int.MinValue, Maximum = int.MaxValue }
        : type == typeof(long) ? new WireType(WireKind.Integer, type) { Minimum = long.MinValue, Maximum = long.MaxValue }
        : type == typeof(double) ? new WireType(WireKind.Number, type)
        : type == typeof(DateTimeOffset) ? new WireType(WireKind.Timestamp, type)
        : type.IsEnum ? new WireType(WireKind.Enum, type) { Words = WordsOf(info) }
        : type == typeof(JsonElement) ? new WireType(WireKind.Any, type)
        : throw new InvalidOperationException($"{type} has no agreed form on the wire; give it one in WireTypes.");

    private static List<string> WordsOf(JsonTypeInfo info) =>
        [.. info.GetJsonSchemaAsNode()["enum"]!.AsArray().Select(word => word!.GetValue<string>())];
}
