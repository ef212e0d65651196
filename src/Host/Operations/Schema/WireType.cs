using System.Text.Json.Serialization.Metadata;

namespace Homeport.Host.Operations.Schema;

/// <summary>What stands on the wire for a type.</summary>
internal enum WireKind
{
    Any,
    String,
    Integer,
    Number,
    Boolean,
    Timestamp,
    Enum,
    Array,
    Map,
    Object,
}

/// <summary>A type as it is written in JSON: what the request reader checks, and what OpenAPI and TypeScript are printed from.</summary>
internal sealed class WireType(WireKind kind, Type type)
{
    public WireKind Kind { get; } = kind;

    /// <summary>The type in code; never <see cref="Nullable{T}"/>.</summary>
    public Type Type { get; } = type;

    public string Name => Type.Name;

    /// <summary>Of an array or a map.</summary>
    public WireType? Element { get; init; }

    /// <summary>Of an enum, in their order.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Of an integer.</summary>
    public long Minimum { get; init; }

    public long Maximum { get; init; }

    /// <summary>Of an object, in their order. Set once it is known, because types may refer to themselves.</summary>
    public IReadOnlyList<WireProperty> Properties { get; set; } = [];

    /// <summary>Finds a property as the serialiser does: without regard to case.</summary>
    public WireProperty? Property(ReadOnlySpan<char> name)
    {
        foreach (var property in Properties)
        {
            if (name.Equals(property.Name, StringComparison.OrdinalIgnoreCase))
            {
                return property;
            }
        }

        return null;
    }
}

/// <summary>One property.</summary>
/// <param name="Name">As on the wire.</param>
/// <param name="IsRequired">A request without it is refused.</param>
/// <param name="IsNullable">May be null; it is left out when written.</param>
/// <param name="Json">What the serialiser knows of it.</param>
internal sealed record WireProperty(string Name, WireType Type, bool IsRequired, bool IsNullable, JsonPropertyInfo Json);
