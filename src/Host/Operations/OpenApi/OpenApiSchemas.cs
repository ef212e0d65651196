using System.Text.Json;
using Homeport.Host.Operations.Schema;
using Homeport.Protocol;

namespace Homeport.Host.Operations.OpenApi;

/// <summary>Types as JSON Schema 2020-12, as OpenAPI 3.1 takes it: each object and enum once, under its name.</summary>
internal sealed class OpenApiSchemas(WireTypes types, XmlDocs docs)
{
    private readonly SortedDictionary<string, WireType> _named = new(StringComparer.Ordinal);

    /// <summary>Everything that was referred to so far, and what that refers to.</summary>
    public void WriteComponents(Utf8JsonWriter writer)
    {
        Collect(types.Of(typeof(FieldErrorView)));
        foreach (var type in _named.Values.ToList())
        {
            Collect(type);
        }

        foreach (var (name, type) in _named)
        {
            writer.WritePropertyName(name);
            if (type.Kind == WireKind.Enum)
            {
                WriteEnum(writer, type);
            }
            else
            {
                WriteObject(writer, type, type.Properties);
            }
        }
    }

    public void WriteReference(Utf8JsonWriter writer, WireType type, string? description)
    {
        writer.WriteStartObject();
        switch (type.Kind)
        {
            case WireKind.Object or WireKind.Enum:
                _named.TryAdd(type.Name, type);
                writer.WriteString("$ref", $"#/components/schemas/{type.Name}");
                break;
            case WireKind.Array:
                writer.WriteString("type", "array");
                writer.WritePropertyName("items");
                WriteReference(writer, type.Element!, null);
                break;
            case WireKind.Map:
                writer.WriteString("type", "object");
                writer.WritePropertyName("additionalProperties");
                WriteReference(writer, type.Element!, null);
                break;
            default:
                WriteScalar(writer, type);
                break;
        }

        if (description is not null)
        {
            writer.WriteString("description", description);
        }

        writer.WriteEndObject();
    }

    public void WriteObject(Utf8JsonWriter writer, WireType type, IReadOnlyList<WireProperty> properties)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "object");
        if (docs.Of(type) is { } summary)
        {
            writer.WriteString("description", summary);
        }

        writer.WriteStartObject("properties");
        foreach (var property in properties)
        {
            writer.WritePropertyName(property.Name);
            WriteReference(writer, property.Type, docs.Of(type, property));
        }

        writer.WriteEndObject();
        var required = properties.Where(property => property.IsRequired).ToList();
        if (required.Count > 0)
        {
            writer.WriteStartArray("required");
            required.ForEach(property => writer.WriteStringValue(property.Name));
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private void WriteEnum(Utf8JsonWriter writer, WireType type)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "string");
        if (docs.Of(type) is { } summary)
        {
            writer.WriteString("description", summary);
        }

        writer.WriteStartArray("enum");
        foreach (var word in type.Words)
        {
            writer.WriteStringValue(word);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteScalar(Utf8JsonWriter writer, WireType type)
    {
        var (name, format) = type.Kind switch
        {
            WireKind.String => ("string", null),
            WireKind.Timestamp => ("string", "date-time"),
            WireKind.Boolean => ("boolean", null),
            WireKind.Number => ("number", "double"),
            WireKind.Integer => ("integer", type.Maximum == int.MaxValue ? "int32" : "int64"),
            WireKind.Any or WireKind.Enum or WireKind.Array or WireKind.Map or WireKind.Object => ((string?)null, (string?)null),
        };
        if (name is not null)
        {
            writer.WriteString("type", name);
        }

        if (format is not null)
        {
            writer.WriteString("format", format);
        }
    }

    private void Collect(WireType type)
    {
        if (type.Kind is WireKind.Array or WireKind.Map)
        {
            Collect(type.Element!);
            return;
        }

        if (type.Kind is WireKind.Enum)
        {
            _named.TryAdd(type.Name, type);
        }

        if (type.Kind == WireKind.Object)
        {
            _named.TryAdd(type.Name, type);
            foreach (var property in type.Properties.Where(property => !IsKnown(property.Type)))
            {
                Collect(property.Type);
            }
        }
    }

    private bool IsKnown(WireType type) =>
        type.Kind is WireKind.Object or WireKind.Enum ? _named.ContainsKey(type.Name) : type.Element is { } element && IsKnown(element);
}
