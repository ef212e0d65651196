using System.Text.Json;
using System.Text.Json.Serialization;

namespace Homeport.Protocol;

/// <summary>Writes an enum as a camelCase word, where an older interface has it so.</summary>
public sealed class CamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
