using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Domain;
using Homeport.Host.Operations.Schema;
using Homeport.Protocol;

namespace Homeport.Host.Operations.Binding;

/// <summary>Turns JSON into a request. The good case is the serialiser alone; the bad case looks again and names everything that is wrong.</summary>
internal sealed class RequestReader<TRequest>(JsonTypeInfo<TRequest> type, WireTypes shapes)
    where TRequest : notnull
{
    public JsonTypeInfo<TRequest> Type { get; } = type;

    /// <param name="json">A JSON object; empty counts as one without members.</param>
    public Result<TRequest> Read(ReadOnlySequence<byte> json)
    {
        if (typeof(TRequest) == typeof(NoRequest))
        {
            return (TRequest)(object)Nothing;
        }

        var bytes = json.IsEmpty ? "{}"u8 : json.IsSingleSegment ? json.FirstSpan : json.ToArray();
        try
        {
            return JsonSerializer.Deserialize(bytes, Type) is { } request ? request : Explain(bytes, null);
        }
        catch (JsonException exception)
        {
            return Explain(bytes, exception.Path);
        }
    }

    private static NoRequest Nothing { get; } = new();

    private Problem Explain(ReadOnlySpan<byte> json, string? path)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json.ToArray());
        }
        catch (JsonException exception)
        {
            return MalformedJson.Describe(exception);
        }

        using (document)
        {
            var errors = RequestErrors.Find(document.RootElement, shapes.Of(typeof(TRequest)));
            return errors.Count > 0
                ? new Problem(ProblemCode.InvalidRequest, Summary(errors)) { Errors = errors }
                : new Problem(ProblemCode.InvalidRequest, $"The request could not be read at {path ?? "$"}. Compare it with /openapi/v1.json.");
        }
    }

    private static string Summary(IReadOnlyList<FieldError> errors) => errors is [{ Path: "" } only]
        ? only.Message
        : errors.Count == 1
            ? $"The request has a wrong field, {errors[0].Path}: {errors[0].Message}"
            : $"The request has {errors.Count} wrong fields: {string.Join(", ", errors.Take(8).Select(error => error.Path))}" +
              $"{(errors.Count > 8 ? ", …" : "")}. Each is explained in errors.";
}
