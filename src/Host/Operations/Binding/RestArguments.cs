using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Homeport.Domain;
using Homeport.Host.Operations.Routing;
using Homeport.Host.Operations.Schema;
using Microsoft.AspNetCore.WebUtilities;

namespace Homeport.Host.Operations.Binding;

/// <summary>
/// Joins the values of a path and a query with a body to one JSON object. The path wins over the query, the query over the body.
/// A value is written as its property's type where it reads so, else as a string, so that the request reader names it.
/// </summary>
internal sealed class RestArguments(WireTypes types)
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <returns>The object, valid until the next call on this thread; or why there is none.</returns>
    public Problem? Join(RouteMatch match, string query, ReadOnlySequence<byte> body, out ReadOnlySequence<byte> json)
    {
        var endpoint = match.Endpoint!;
        if (endpoint.Parameters.Count == 0 && query.Length <= 1)
        {
            json = body;
            return null;
        }

        _buffer ??= new ArrayBufferWriter<byte>(1024);
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer);
        writer.WriteStartObject();
        var type = types.Of(endpoint.Operation.Request.Type);
        var problem = body.IsEmpty ? null : WriteBody(writer, body, endpoint);
        WriteQuery(writer, query, type);
        for (var index = 0; index < endpoint.Parameters.Count; index++)
        {
            if (type.Property(endpoint.Parameters[index]) is { } property)
            {
                writer.WritePropertyName(property.Name);
                WriteValue(writer, property.Type, match.Value(index));
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        json = new ReadOnlySequence<byte>(_buffer.WrittenMemory);
        return problem;
    }

    private static Problem? WriteBody(Utf8JsonWriter writer, ReadOnlySequence<byte> body, RestEndpoint endpoint)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException exception)
        {
            return MalformedJson.Describe(exception);
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new Problem(ProblemCode.InvalidRequest, "The body must be a JSON object.");
            }

            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!endpoint.Parameters.Contains(member.Name, StringComparer.OrdinalIgnoreCase))
                {
                    member.WriteTo(writer);
                }
            }

            return null;
        }
    }

    private static void WriteQuery(Utf8JsonWriter writer, string query, WireType type)
    {
        Dictionary<string, List<string>>? lists = null;
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (type.Property(pair.DecodeName().Span) is not { } property)
            {
                continue;
            }

            var value = pair.DecodeValue().ToString();
            if (property.Type.Kind != WireKind.Array)
            {
                writer.WritePropertyName(property.Name);
                WriteValue(writer, property.Type, value);
                continue;
            }

            lists ??= [];
            if (!lists.TryGetValue(property.Name, out var list))
            {
                lists.Add(property.Name, list = []);
            }

            list.AddRange(value.Split(',', StringSplitOptions.RemoveEmptyEntries));
        }

        foreach (var (name, values) in lists ?? [])
        {
            writer.WriteStartArray(name);
            foreach (var value in values)
            {
                WriteValue(writer, type.Property(name)!.Type.Element!, value);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, WireType type, string value)
    {
        switch (type.Kind)
        {
            case WireKind.Integer when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                writer.WriteNumberValue(number);
                break;
            case WireKind.Number when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case WireKind.Boolean when bool.TryParse(value, out var flag):
                writer.WriteBooleanValue(flag);
                break;
            default:
                writer.WriteStringValue(value);
                break;
        }
    }
}
