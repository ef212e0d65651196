using System.Text.Json;

namespace Homeport.Agents.Conversations;

/// <summary>Reads what an agent sent without trusting its shape: a member that is missing or of another type is null.</summary>
internal static class JsonReading
{
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) &&
        member.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? member
            : null;

    public static JsonElement? Member(this JsonElement? element, string name) => element?.Member(name);

    /// <summary>Whether it names a member, be it with null.</summary>
    public static bool Names(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } text ? text.AsText() : null;

    public static string? Text(this JsonElement? element, string name) => element?.Text(name);

    /// <summary>A string; one that holds half a character (<c>"\ud800"</c>) as it is written, without its quotes.</summary>
    public static string AsText(this JsonElement text)
    {
        try
        {
            return text.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText().Trim('"');
        }
    }

    public static bool Flag(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.True };

    public static long? Whole(this JsonElement element, string name) => element.Member(name)?.AsWhole();

    public static long? Whole(this JsonElement? element, string name) => element?.Whole(name);

    public static double? Real(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) ? value : null;

    public static double? Real(this JsonElement? element, string name) => element?.Real(name);

    /// <summary>A moment in ISO 8601.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var moment) ? moment : null;

    /// <summary>The items of an array member; nothing when it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static IEnumerable<JsonElement> Items(this JsonElement? element, string name) => element is { } value ? value.Items(name) : [];

    /// <summary>The members of an object; nothing when it is no object.</summary>
    public static IEnumerable<JsonProperty> Members(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject() : [];

    /// <summary>Whether there is anything in it.</summary>
    public static bool HasSomething(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(),
        JsonValueKind.Array => element.GetArrayLength() > 0,
        _ => true,
    };

    private static long? AsWhole(this JsonElement number) =>
        number.ValueKind != JsonValueKind.Number ? null
        : number.TryGetInt64(out var whole) ? whole
        : number.TryGetDouble(out var real) && Math.Abs(real) < 9e15 ? (long)real
        : null;
}
