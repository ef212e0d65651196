using System.Text;
using System.Text.Json.Serialization;
using Homeport.Host.Operations.Schema;
using Homeport.Protocol;

namespace Homeport.Host.Operations.TypeScript;

/// <summary>Prints <c>types.gen.ts</c>: every record and enum that a client meets, event payloads included.</summary>
internal sealed class TypeScriptTypes(WireTypes types, XmlDocs docs)
{
    /// <summary>What only a host and its worker say to each other is printed only where a client's type refers to it.</summary>
    private static readonly string[] BetweenPlanes = ["Homeport.Protocol.Git", "Homeport.Protocol.Link"];

    public string Print()
    {
        var found = new SortedDictionary<string, WireType>(StringComparer.Ordinal);
        foreach (var listed in Listed())
        {
            Collect(types.Of(listed), found);
        }

        var text = new StringBuilder("// The records of src/Protocol. Printed by 'make generate'; do not edit.\n");
        foreach (var type in found.Values)
        {
            text.Append('\n');
            Print(text, type);
        }

        return text.ToString();
    }

    /// <summary>How a type is referred to.</summary>
    public static string Reference(WireType type) => type.Kind switch
    {
        WireKind.Any => "unknown",
        WireKind.String or WireKind.Timestamp => "string",
        WireKind.Integer or WireKind.Number => "number",
        WireKind.Boolean => "boolean",
        WireKind.Array => $"readonly {Element(type.Element!)}[]",
        WireKind.Map => $"Readonly<Record<string, {Reference(type.Element!)}>>",
        WireKind.Enum or WireKind.Object => type.Name,
    };

    private static string Element(WireType type) => type.Kind == WireKind.Array ? $"({Reference(type)})" : Reference(type);

    private static IEnumerable<Type> Listed() => typeof(ProtocolJson).GetCustomAttributesData()
        .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
        .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!)
        .Where(type => type != typeof(NoRequest) && type != typeof(NoResponse) && !BetweenPlanes.Contains(type.Namespace));

    private static void Collect(WireType type, SortedDictionary<string, WireType> found)
    {
        switch (type.Kind)
        {
            case WireKind.Array or WireKind.Map:
                Collect(type.Element!, found);
                break;
            case WireKind.Object or WireKind.Enum when found.TryAdd(type.Name, type):
                foreach (var property in type.Properties)
                {
                    Collect(property.Type, found);
                }

                break;
            default:
                break;
        }
    }

    private void Print(StringBuilder text, WireType type)
    {
        Comment(text, "", docs.Of(type));
        if (type.Kind == WireKind.Enum)
        {
            text.Append("export type ").Append(type.Name).Append(" = ")
                .AppendJoin(" | ", type.Words.Select(word => $"'{word}'")).Append(";\n");
            return;
        }

        text.Append("export interface ").Append(type.Name).Append(" {\n");
        var isRequest = type.Name.EndsWith("Request", StringComparison.Ordinal);
        foreach (var property in type.Properties)
        {
            Comment(text, "  ", docs.Of(type, property));
            var isOptional = property.IsNullable || (isRequest && !property.IsRequired);
            text.Append("  readonly ").Append(property.Name).Append(isOptional ? "?: " : ": ").Append(Reference(property.Type)).Append(";\n");
        }

        text.Append("}\n");
    }

    private static void Comment(StringBuilder text, string indent, string? summary)
    {
        if (summary is not null)
        {
            text.Append(indent).Append("/** ").Append(summary).Append(" */\n");
        }
    }
}
