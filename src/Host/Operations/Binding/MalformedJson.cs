using System.Text.Json;
using Homeport.Domain;

namespace Homeport.Host.Operations.Binding;

/// <summary>Says where JSON breaks off.</summary>
internal static class MalformedJson
{
    public static Problem Describe(JsonException exception) => new(
        ProblemCode.InvalidRequest,
        $"The body is not valid JSON: it breaks off at line {exception.LineNumber + 1 ?? 1}, byte {exception.BytePositionInLine + 1 ?? 1}. " +
        "Send one JSON value in UTF-8, nested at most 64 deep.");
}
