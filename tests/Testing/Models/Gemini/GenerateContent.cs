using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Homeport.Testing.Models.Conversations;
using Homeport.Testing.Models.Scenarios;

namespace Homeport.Testing.Models.Gemini;

/// <summary>POST /v1beta/models/MODEL:generateContent and :streamGenerateContent. https://ai.google.dev/api/generate-content</summary>
internal sealed partial class GenerateContent : IWireFormat
{
    public ModelRequest? Read(string path, JsonObject body)
    {
        var call = CallPath().Match(path);
        if (!call.Success)
        {
            return null;
        }

        var conversation = new Conversation();
        foreach (var content in body["contents"].Objects())
        {
            ReadParts(content, conversation);
        }

        var config = body["generationConfig"];
        return new ModelRequest
        {
            Api = "gemini",
            Model = Uri.UnescapeDataString(call.Groups["model"].Value),
            Streamed = call.Groups["method"].Value == "streamGenerateContent",
            System = body["systemInstruction"]?["parts"].Content() ?? "",
            Turns = conversation.Turns,
            Tools =
            [
                .. body["tools"].Objects().SelectMany(tool => tool["functionDeclarations"].Objects()).Select(function => new OfferedTool(
                    function["name"].Text() ?? "",
                    ToolKind.Function,
                    (function["parametersJsonSchema"] ?? function["parameters"]) as JsonObject)),
            ],
            AnswerSchema = (config?["responseJsonSchema"] ?? config?["responseSchema"]) as JsonObject
                ?? (config?["responseMimeType"].Text() == "application/json" ? new JsonObject { ["type"] = "object" } : null),
        };
    }

    public JsonObject Whole(ModelRequest request, Answer answer, AnswerIds ids) => Chunk(
        request, answer, [.. Thought(answer), .. answer.Text.Length > 0 ? (JsonNode[])[TextPart(answer.Text)] : [], .. Calls(answer, ids)], "STOP");

    public IEnumerable<StreamPart> Stream(ModelRequest request, Answer answer, AnswerIds ids)
    {
        if (answer.Thinking is not null)
        {
            yield return Part(Chunk(request, answer, [.. Thought(answer)]));
        }

        foreach (var delta in answer.Deltas)
        {
            yield return Part(Chunk(request, answer, [TextPart(delta)])) with { IsTextDelta = true };
        }

        yield return Part(Chunk(request, answer, answer.Calls.Count > 0 ? [.. Calls(answer, ids)] : [TextPart("")], "STOP"));
    }

    public Refusal Refuse(Failure failure, TimeProvider time) => Refusal.Plain(
        new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["code"] = failure.Status,
                ["message"] = failure.ResetsAt is null ? $"Fake error {failure.Status}" : "You exceeded your current quota.",
                ["status"] = failure.Status switch
                {
                    401 => "UNAUTHENTICATED",
                    403 => "PERMISSION_DENIED",
                    404 => "NOT_FOUND",
                    429 => "RESOURCE_EXHAUSTED",
                    503 => "UNAVAILABLE",
                    < 500 => "INVALID_ARGUMENT",
                    _ => "INTERNAL",
                },
            },
        },
        failure);

    private static void ReadParts(JsonObject content, Conversation conversation)
    {
        foreach (var part in content["parts"].Objects())
        {
            if (part["functionResponse"] is JsonObject response)
            {
                conversation.Add(Speaker.Tool, (response["response"] ?? new JsonObject()).ToJsonString());
            }
            else if (part["functionCall"] is JsonObject call)
            {
                conversation.Add(Speaker.Model, $"[call {call["name"].Text()}]");
            }
            else if (part["text"].Text() is { } text)
            {
                conversation.Add(content["role"].Text() == "model" ? Speaker.Model : Speaker.User, text);
            }
        }
    }

    private static JsonObject Chunk(ModelRequest request, Answer answer, JsonNode[] parts, string? finish = null)
    {
        var candidate = new JsonObject { ["content"] = new JsonObject { ["role"] = "model", ["parts"] = new JsonArray(parts) }, ["index"] = 0 };
        if (finish is not null)
        {
            candidate["finishReason"] = finish;
        }

        return new JsonObject
        {
            ["candidates"] = new JsonArray(candidate),
            ["usageMetadata"] = new JsonObject
            {
                ["promptTokenCount"] = request.InputTokens,
                ["candidatesTokenCount"] = answer.OutputTokens,
                ["totalTokenCount"] = request.InputTokens + answer.OutputTokens,
            },
            ["modelVersion"] = request.Model,
            ["responseId"] = "fake-response",
        };
    }

    private static IEnumerable<JsonNode> Thought(Answer answer) =>
        answer.Thinking is { } thinking ? [new JsonObject { ["text"] = thinking, ["thought"] = true }] : [];

    private static IEnumerable<JsonNode> Calls(Answer answer, AnswerIds ids) => answer.Calls.Select(call => new JsonObject
    {
        ["functionCall"] = new JsonObject { ["id"] = ids.Next("call_"), ["name"] = call.Tool.Name, ["args"] = call.Input.DeepClone() },
    });

    private static JsonObject TextPart(string text) => new() { ["text"] = text };

    private static StreamPart Part(JsonObject chunk) => new(null, chunk.ToJsonString());

    [GeneratedRegex("/models/(?<model>[^/:]+):(?<method>generateContent|streamGenerateContent)$")]
    private static partial Regex CallPath();
}
