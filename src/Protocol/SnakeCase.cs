using System.Text.Json;
using System.Text.Json.Serialization;

namespace Homeport.Protocol;

/// <summary>Writes an enum as a snake_case word (<c>InReview</c> as <c>"in_review"</c>) and refuses numbers.</summary>
public sealed class SnakeCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
