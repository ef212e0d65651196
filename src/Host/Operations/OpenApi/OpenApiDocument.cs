using System.Buffers;
using System.Text.Json;
using Homeport.Host.Operations.Schema;
using Homeport.Protocol;

namespace Homeport.Host.Operations.OpenApi;

/// <summary>The catalogue as OpenAPI 3.1.</summary>
internal sealed class OpenApiDocument(OperationCatalogue operations, XmlDocs docs, string version)
{
    private readonly OpenApiSchemas _schemas = new(operations.Types, docs);

    public byte[] Write(bool isIndented)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = isIndented, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("openapi", "3.1.0");
            WriteHead(writer);
            WritePaths(writer);
            WriteConnectionOperations(writer);
            WriteComponents(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WriteHead(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("info");
        writer.WriteString("title", "Homeport");
        writer.WriteString("version", version);
        writer.WriteString(
            "description",
            "Each operation is also a JSON-RPC 2.0 method of the name in operationId: at POST /rpc (batches included), on the WebSocket /ws and " +
            "on the owner socket. A list is called `items` here; JSON-RPC calls it by the noun in x-list-name.");
        writer.WriteEndObject();
        writer.WriteStartArray("servers");
        writer.WriteStartObject();
        writer.WriteString("url", "/");
        writer.WriteEndObject();
        writer.WriteEndArray();
        WriteSecurity(writer, "bearer", "cookie");
    }

    private void WritePaths(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("paths");
        var places = operations.Operations.SelectMany(operation => operation.Routes.Select((route, index) => (operation, route, index)));
        foreach (var path in places.GroupBy(place => place.route.Path))
        {
            writer.WriteStartObject(path.Key);
            foreach (var (operation, route, index) in path)
            {
                writer.WriteStartObject(route.Method.ToLowerInvariant());
                WriteOperation(writer, operation, route, index);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteOperation(Utf8JsonWriter writer, Operation operation, Route route, int index)
    {
        var request = operations.Types.Of(operation.Request.Type);
        var inPath = request.Properties.Where(property => route.Path.Contains($"{{{property.Name}}}", StringComparison.Ordinal)).ToList();
        var others = request.Properties.Except(inPath).ToList();
        var hasBody = route.Method is "POST" or "PUT" or "PATCH";

        writer.WriteString("operationId", index == 0 ? operation.Name : $"{operation.Name}{index + 1}");
        writer.WriteString("description", operation.Description);
        WriteTags(writer, route);
        writer.WriteString("x-permission", SnakeWord(operation.Permission.ToString()));
        if (operation.ListName is { } listName)
        {
            writer.WriteString("x-list-name", listName);
        }

        if (operation.Permission == Domain.Access.Permission.Public)
        {
            WriteSecurity(writer);
        }

        WriteParameters(writer, request, inPath, hasBody ? [] : others);
        if (hasBody && others.Count > 0)
        {
            WriteBody(writer, operation, request, inPath.Count == 0 ? null : others);
        }

        WriteResponses(writer, operation);
    }

    private void WriteParameters(
        Utf8JsonWriter writer, WireType request, List<WireProperty> inPath, List<WireProperty> inQuery)
    {
        if (inPath.Count + inQuery.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("parameters");
        foreach (var property in inPath.Concat(inQuery))
        {
            var isInPath = inPath.Contains(property);
            writer.WriteStartObject();
            writer.WriteString("name", property.Name);
            writer.WriteString("in", isInPath ? "path" : "query");
            writer.WriteBoolean("required", isInPath || property.IsRequired);
            if (docs.Of(request, property) is { } description)
            {
                writer.WriteString("description", description);
            }

            writer.WritePropertyName("schema");
            _schemas.WriteReference(writer, property.Type, null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteBody(Utf8JsonWriter writer, Operation operation, WireType request, List<WireProperty>? only)
    {
        writer.WriteStartObject("requestBody");
        writer.WriteBoolean("required", request.Properties.Any(property => property.IsRequired));
        writer.WriteStartObject("content");
        writer.WriteStartObject("application/json");
        writer.WritePropertyName("schema");
        if (only is null)
        {
            _schemas.WriteReference(writer, request, null);
        }
        else
        {
            _schemas.WriteObject(writer, request, only);
        }

        if (operation.RequestExample is { } example)
        {
            writer.WritePropertyName("example");
            writer.WriteRawValue(example);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteResponses(Utf8JsonWriter writer, Operation operation)
    {
        writer.WriteStartObject("responses");
        writer.WriteStartObject("200");
        writer.WriteString("description", docs.Of(operations.Types.Of(operation.Response.Type)) ?? "It is done.");
        WriteContent(writer, "application/json", operations.Types.Of(operation.Response.Type));
        writer.WriteEndObject();
        writer.WriteStartObject("default");
        writer.WriteString("description", "A problem (RFC 9457). Its code is what programs branch on.");
        writer.WriteStartObject("content");
        writer.WriteStartObject("application/problem+json");
        writer.WriteStartObject("schema");
        writer.WriteString("$ref", "#/components/schemas/Problem");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteContent(Utf8JsonWriter writer, string mediaType, WireType type)
    {
        writer.WriteStartObject("content");
        writer.WriteStartObject(mediaType);
        writer.WritePropertyName("schema");
        _schemas.WriteReference(writer, type, null);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>OpenAPI has no place for what needs a connection that stays, so it has one of its own.</summary>
    private void WriteConnectionOperations(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("x-connection-operations");
        foreach (var operation in operations.Operations.Where(operation => operation.Reach == OperationReach.Connections))
        {
            writer.WriteStartObject(operation.Name);
            writer.WriteString("description", operation.Description);
            writer.WriteString("x-permission", SnakeWord(operation.Permission.ToString()));
            writer.WritePropertyName("params");
            _schemas.WriteReference(writer, operations.Types.Of(operation.Request.Type), null);
            writer.WritePropertyName("result");
            _schemas.WriteReference(writer, operations.Types.Of(operation.Response.Type), null);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteComponents(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("components");
        writer.WriteStartObject("schemas");
        _schemas.WriteComponents(writer);
        writer.WritePropertyName("Problem");
        WriteProblem(writer);
        writer.WriteEndObject();
        writer.WriteStartObject("securitySchemes");
        writer.WriteStartObject("bearer");
        writer.WriteString("type", "http");
        writer.WriteString("scheme", "bearer");
        writer.WriteEndObject();
        writer.WriteStartObject("cookie");
        writer.WriteString("type", "apiKey");
        writer.WriteString("in", "cookie");
        writer.WriteString("name", "homeport-<port>");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteProblem(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (var name in (string[])["type", "title", "code", "detail", "traceId"])
        {
            writer.WriteStartObject(name);
            writer.WriteString("type", "string");
            writer.WriteEndObject();
        }

        writer.WriteStartObject("status");
        writer.WriteString("type", "integer");
        writer.WriteEndObject();
        writer.WriteStartObject("errors");
        writer.WriteString("type", "array");
        writer.WritePropertyName("items");
        _schemas.WriteReference(writer, operations.Types.Of(typeof(FieldErrorView)), null);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartArray("required");
        foreach (var name in (string[])["type", "title", "status", "code", "detail", "traceId"])
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter writer, Route route)
    {
        var segments = route.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        writer.WriteStartArray("tags");
        writer.WriteStringValue(segments is ["api", var noun, ..] ? noun : "host");
        writer.WriteEndArray();
    }

    private static void WriteSecurity(Utf8JsonWriter writer, params string[] schemes)
    {
        writer.WriteStartArray("security");
        foreach (var scheme in schemes)
        {
            writer.WriteStartObject();
            writer.WriteStartArray(scheme);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string SnakeWord(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
