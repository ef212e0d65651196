using System.Globalization;
using System.Text.Json;
using Homeport.Domain;
using Homeport.Host.Operations.Schema;

namespace Homeport.Host.Operations.Binding;

/// <summary>Compares JSON with the shape it should have and lists every difference, each with its place. Members that are not known are ignored.</summary>
internal static class RequestErrors
{
    private const int Most = 100;

    public static IReadOnlyList<FieldError> Find(JsonElement json, WireType type)
    {
        var errors = new List<FieldError>();
        Check(json, type, "", errors);
        return errors;
    }

    private static void Check(JsonElement json, WireType type, string path, List<FieldError> errors)
    {
        if (errors.Count >= Most || Mismatch(json, type) is { } message && Add(errors, path, message))
        {
            return;
        }

        switch (type.Kind)
        {
            case WireKind.Object:
                CheckObject(json, type, path, errors);
                break;
            case WireKind.Array:
                var index = 0;
                foreach (var element in json.EnumerateArray())
                {
                    Check(element, type.Element!, Join(path, (index++).ToString(CultureInfo.InvariantCulture)), errors);
                }

                break;
            case WireKind.Map:
                foreach (var member in json.EnumerateObject())
                {
                    Check(member.Value, type.Element!, Join(path, member.Name), errors);
                }

                break;
            default:
                break;
        }
    }

    private static void CheckObject(JsonElement json, WireType type, string path, List<FieldError> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (type.Property(member.Name) is not { } property)
            {
                continue;
            }

            seen.Add(property.Name);
            if (member.Value.ValueKind != JsonValueKind.Null)
            {
                Check(member.Value, property.Type, Join(path, property.Name), errors);
            }
            else if (!property.IsNullable)
            {
                Add(errors, Join(path, property.Name), $"Must be {Expected(property.Type)}, not null.");
            }
        }

        foreach (var property in type.Properties.Where(property => property.IsRequired && !seen.Contains(property.Name)))
        {
            Add(errors, Join(path, property.Name), $"Is missing; it must be {Expected(property.Type)}.");
        }
    }

    private static string? Mismatch(JsonElement json, WireType type)
    {
        var fits = type.Kind switch
        {
            WireKind.Any => true,
            WireKind.String => json.ValueKind == JsonValueKind.String && IsText(json),
            WireKind.Boolean => json.ValueKind is JsonValueKind.True or JsonValueKind.False,
            WireKind.Integer => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var number) &&
                number >= type.Minimum && number <= type.Maximum,
            WireKind.Number => json.ValueKind == JsonValueKind.Number,
            WireKind.Timestamp => json.ValueKind == JsonValueKind.String && json.TryGetDateTimeOffset(out _),
            WireKind.Enum => json.ValueKind == JsonValueKind.String && IsText(json) &&
                type.Words.Contains(json.GetString(), StringComparer.OrdinalIgnoreCase),
            WireKind.Array => json.ValueKind == JsonValueKind.Array,
            WireKind.Map or WireKind.Object => json.ValueKind == JsonValueKind.Object,
        };
        return fits ? null : $"Must be {Expected(type)}, not {Actual(json, type)}.";
    }

    private static string Expected(WireType type) => type.Kind switch
    {
        WireKind.Any => "a value",
        WireKind.String => "a string",
        WireKind.Boolean => "true or false",
        WireKind.Integer when type.Maximum == int.MaxValue => "a whole number of 32 bits",
        WireKind.Integer => "a whole number",
        WireKind.Number => "a number",
        WireKind.Timestamp => "a time such as 2026-01-31T12:00:00.000Z",
        WireKind.Enum => $"one of {string.Join(", ", type.Words)}",
        WireKind.Array => "an array",
        WireKind.Map or WireKind.Object => "an object",
    };

    private static string Actual(JsonElement json, WireType type) => json.ValueKind switch
    {
        JsonValueKind.String when type.Kind is WireKind.Enum or WireKind.Timestamp && IsText(json) => $"'{Shortened(json.GetString()!)}'",
        JsonValueKind.String when IsText(json) => "a string",
        JsonValueKind.String => "a string with half a surrogate pair",
        JsonValueKind.Number => Shortened(json.GetRawText()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null or JsonValueKind.Undefined => "null",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
    };

    /// <summary>A \ud800 without its other half is JSON but no text.</summary>
    private static bool IsText(JsonElement json)
    {
        try
        {
            return json.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : $"{text[..40]}…";

    private static string Join(string path, string name)
    {
        var escaped = name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        return path.Length == 0 ? escaped : $"{path}/{escaped}";
    }

    private static bool Add(List<FieldError> errors, string path, string message)
    {
        if (errors.Count < Most)
        {
            errors.Add(new FieldError(path, message));
        }

        return true;
    }
}
