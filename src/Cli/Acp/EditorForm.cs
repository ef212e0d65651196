using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Protocol.Approvals;

namespace Homeport.Cli.Acp;

/// <summary>An agent's questions as a form of the protocol: a property for each, free text where nothing is to choose from.</summary>
internal static class EditorForm
{
    public static JsonObject Create(ApprovalView approval, IReadOnlyList<ApprovalQuestion> questions) => new()
    {
        ["sessionId"] = approval.TaskId,
        ["mode"] = "form",
        ["message"] = approval.Title,
        ["requestedSchema"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(questions.Select(question => KeyValuePair.Create(question.Id, (JsonNode?)Property(question)))),
            ["required"] = new JsonArray([.. questions.Select(question => (JsonNode)question.Id)]),
        },
    };

    /// <summary>The labels that were chosen, or the text.</summary>
    public static IReadOnlyList<QuestionAnswer> Read(JsonElement content, IReadOnlyList<ApprovalQuestion> questions) =>
    [
        .. questions.Where(question => content.Member(question.Id) is not null).Select(question => new QuestionAnswer
        {
            QuestionId = question.Id,
            Values = content.Member(question.Id) is { ValueKind: JsonValueKind.Array } several
                ? [.. several.EnumerateArray().Select(value => value.ToString())]
                : [content.Member(question.Id)!.Value.ToString()],
        }),
    ];

    private static JsonObject Property(ApprovalQuestion question)
    {
        var property = new JsonObject { ["type"] = question.MultiSelect ? "array" : "string", ["title"] = question.Header ?? question.Id, ["description"] = question.Question };
        var choices = new JsonArray([.. question.Choices.Select(choice =>
        {
            var offered = new JsonObject { ["const"] = choice.Label, ["title"] = choice.Label };
            if (choice.Description is { } description)
            {
                offered["description"] = description;
            }

            return (JsonNode)offered;
        })]);
        if (question.MultiSelect)
        {
            property["items"] = new JsonObject { ["anyOf"] = choices };
        }
        else if (question.Choices.Count > 0)
        {
            property["oneOf"] = choices;
        }

        return property;
    }
}
