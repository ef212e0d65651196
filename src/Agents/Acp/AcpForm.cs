using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Approvals;

namespace Homeport.Agents.Acp;

/// <summary>The form of an <c>elicitation/create</c>: one question for each property of its schema.</summary>
internal sealed record AcpForm(IReadOnlyList<ApprovalQuestion> Questions, IReadOnlyDictionary<string, AcpForm.Field> Fields)
{
    public static AcpForm Read(JsonElement request)
    {
        var fields = new Dictionary<string, Field>(StringComparer.Ordinal);
        List<ApprovalQuestion> questions = [];
        foreach (var property in request.Member("requestedSchema").Member("properties").Members())
        {
            var field = Field.Read(property.Value);
            fields[property.Name] = field;
            questions.Add(new()
            {
                Id = property.Name,
                Question = property.Value.Text("description") ?? property.Value.Text("title") ?? request.Text("message") ?? property.Name,
                Header = property.Value.Text("title") ?? property.Name,
                MultiSelect = field.Type == "array",
                Choices = [.. field.Choices.Select(choice => new ApprovalChoice { Label = choice.Label, Description = choice.Description })],
            });
        }

        return new(questions, fields);
    }

    /// <summary>The response that accepts; a free answer goes on as it is.</summary>
    public JsonObject Accept(IReadOnlyList<QuestionAnswer> answers)
    {
        var content = new JsonObject();
        foreach (var answer in answers)
        {
            if (Fields.TryGetValue(answer.QuestionId, out var field) && field.Write(answer.Values) is { } value)
            {
                content[answer.QuestionId] = value;
            }
        }

        return new() { ["action"] = "accept", ["content"] = content };
    }

    /// <param name="Type">The JSON Schema type.</param>
    /// <param name="Choices">Empty where anything may be said.</param>
    internal sealed record Field(string Type, IReadOnlyList<Choice> Choices)
    {
        public static Field Read(JsonElement schema)
        {
            var type = schema.Text("type") ?? "string";
            var source = type == "array" ? schema.Member("items") : schema;
            List<Choice> choices =
            [
                .. source.Items("enum").Where(value => value.ValueKind == JsonValueKind.String)
                    .Select(value => new Choice(value.AsText(), value.AsText(), null)),
                .. source.Items("oneOf").Concat(source.Items("anyOf")).Where(option => option.Text("const") is not null)
                    .Select(option => new Choice(option.Text("const")!, option.Text("title") ?? option.Text("const")!, option.Text("description"))),
            ];
            return new(type, type == "boolean" && choices.Count == 0 ? [new("true", "Yes", null), new("false", "No", null)] : choices);
        }

        public JsonNode? Write(IReadOnlyList<string> labels)
        {
            string[] values = [.. labels.Select(label => Choices.FirstOrDefault(choice => choice.Label == label)?.Value ?? label)];
            return (Type, values) switch
            {
                ("array", _) => new JsonArray([.. values.Select(value => (JsonNode)value)]),
                (_, []) => null,
                ("boolean", [var value, ..]) => value is "true" or "yes" or "Yes",
                ("integer", [var value, ..]) when long.TryParse(value, CultureInfo.InvariantCulture, out var whole) => whole,
                ("number", [var value, ..]) when double.TryParse(value, CultureInfo.InvariantCulture, out var real) => real,
                _ => string.Join(", ", values),
            };
        }
    }

    internal sealed record Choice(string Value, string Label, string? Description);
}
