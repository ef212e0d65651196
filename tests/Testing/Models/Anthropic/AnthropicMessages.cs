using System.Text.Json.Nodes;
using Homeport.Testing.Models.Conversations;
using Homeport.Testing.Models.Scenarios;

namespace Homeport.Testing.Models.Anthropic;

/// <summary>POST /v1/messages. https://docs.claude.com/en/api/messages and /messages-streaming</summary>
internal sealed class AnthropicMessages : IWireFormat
{
    public ModelRequest? Read(string path, JsonObject body) => !path.EndsWith("/messages", StringComparison.Ordinal) ? null : new ModelRequest
    {
        Api = "anthropic",
        Model = body["model"].Text() ?? "",
        Streamed = body["stream"].IsTrue(),
        System = string.Join('\n', [body["system"].Content(), .. Messages(body, ofSystem: true).Select(message => message["content"].Content())]),
        Turns = ReadTurns(body),
        Tools =
        [
            .. body["tools"].Objects().Where(tool => tool["input_schema"] is JsonObject)
                .Select(tool => new OfferedTool(tool["name"].Text() ?? "", ToolKind.Function, (JsonObject)tool["input_schema"]!)),
        ],
        AnswerSchema = (body["output_config"]?["format"]?["schema"] ?? body["output_format"]?["schema"]) as JsonObject,
    };

    public JsonObject Whole(ModelRequest request, Answer answer, AnswerIds ids)
    {
        var id = ids.Next("msg_");
        var content = new JsonArray();
        if (answer.Thinking is { } thinking)
        {
            content.Add((JsonNode)new JsonObject { ["type"] = "thinking", ["thinking"] = thinking, ["signature"] = "ZmFrZQ==" });
        }

        if (answer.Text.Length > 0)
        {
            content.Add((JsonNode)new JsonObject { ["type"] = "text", ["text"] = answer.Text });
        }

        foreach (var call in answer.Calls)
        {
            content.Add((JsonNode)new JsonObject
            {
                ["type"] = "tool_use",
                ["id"] = ids.Next("toolu_"),
                ["name"] = call.Tool.Name,
                ["input"] = call.Input.DeepClone(),
            });
        }

        return new JsonObject
        {
            ["id"] = id,
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = request.Model,
            ["content"] = content,
            ["stop_reason"] = answer.Calls.Count > 0 ? "tool_use" : "end_turn",
            ["stop_sequence"] = null,
            ["usage"] = Usage(request.InputTokens, answer.OutputTokens),
        };
    }

    public IEnumerable<StreamPart> Stream(ModelRequest request, Answer answer, AnswerIds ids)
    {
        var whole = Whole(request, answer, ids);
        var start = (JsonObject)whole.DeepClone();
        start["content"] = new JsonArray();
        start["stop_reason"] = null;
        start["usage"] = Usage(request.InputTokens, 1);
        yield return Part("message_start", new JsonObject { ["message"] = start });
        yield return Part("ping", []);

        var index = 0;
        foreach (var block in whole["content"].Objects())
        {
            foreach (var part in StreamBlock(block, index++, answer))
            {
                yield return part;
            }
        }

        yield return Part("message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = whole["stop_reason"]!.DeepClone(), ["stop_sequence"] = null },
            ["usage"] = whole["usage"]!.DeepClone(),
        });
        yield return Part("message_stop", []);
    }

    public Refusal Refuse(Failure failure, TimeProvider time) =>
        failure.ResetsAt is { } resetsAt ? UsageLimit.Refuse(resetsAt, time) : Refusal.Plain(Error(failure.Status), failure);

    private static JsonObject Error(int status) => UsageLimit.Error(
        status switch
        {
            401 => "authentication_error",
            403 => "permission_error",
            404 => "not_found_error",
            413 => "request_too_large",
            429 => "rate_limit_error",
            529 => "overloaded_error",
            < 500 => "invalid_request_error",
            _ => "api_error",
        },
        status == 529 ? "Overloaded" : $"Fake error {status}");

    /// <summary>Claude Code 2.1 also puts its environment and reminders in messages of role <c>system</c>, after the prompt.</summary>
    private static IEnumerable<JsonObject> Messages(JsonObject body, bool ofSystem) =>
        body["messages"].Objects().Where(message => message["role"].Text() == "system" == ofSystem);

    private static IReadOnlyList<ConversationTurn> ReadTurns(JsonObject body)
    {
        var conversation = new Conversation();
        foreach (var message in Messages(body, ofSystem: false))
        {
            var speaker = message["role"].Text() == "assistant" ? Speaker.Model : Speaker.User;
            if (message["content"].Text() is { } text)
            {
                conversation.Add(speaker, text);
            }

            foreach (var block in message["content"].Objects())
            {
                switch (block["type"].Text())
                {
                    case "text":
                        conversation.Add(speaker, block["text"].Text() ?? "");
                        break;
                    case "tool_result":
                        conversation.Add(Speaker.Tool, block["content"].Content());
                        break;
                    case "tool_use":
                        conversation.Add(Speaker.Model, $"[call {block["name"].Text()}]");
                        break;
                }
            }
        }

        return conversation.Turns;
    }

    private static IEnumerable<StreamPart> StreamBlock(JsonObject block, int index, Answer answer)
    {
        var empty = (JsonObject)block.DeepClone();
        switch (block["type"].Text())
        {
            case "thinking":
                (empty["thinking"], empty["signature"]) = ("", "");
                yield return Start(index, empty);
                yield return Delta(index, "thinking_delta", "thinking", block["thinking"].Text()!);
                yield return Delta(index, "signature_delta", "signature", block["signature"].Text()!);
                break;
            case "text":
                empty["text"] = "";
                yield return Start(index, empty);
                foreach (var delta in answer.Deltas)
                {
                    yield return Delta(index, "text_delta", "text", delta) with { IsTextDelta = true };
                }

                break;
            default:
                empty["input"] = new JsonObject();
                yield return Start(index, empty);
                foreach (var piece in block["input"]!.ToJsonString().Pieces())
                {
                    yield return Delta(index, "input_json_delta", "partial_json", piece);
                }

                break;
        }

        yield return Part("content_block_stop", new JsonObject { ["index"] = index });
    }

    private static StreamPart Start(int index, JsonObject block) =>
        Part("content_block_start", new JsonObject { ["index"] = index, ["content_block"] = block });

    private static StreamPart Delta(int index, string type, string member, string text) =>
        Part("content_block_delta", new JsonObject { ["index"] = index, ["delta"] = new JsonObject { ["type"] = type, [member] = text } });

    private static StreamPart Part(string type, JsonObject rest)
    {
        rest.Insert(0, "type", type);
        return new StreamPart(type, rest.ToJsonString());
    }

    private static JsonObject Usage(int input, int output) => new()
    {
        ["input_tokens"] = input,
        ["cache_creation_input_tokens"] = 0,
        ["cache_read_input_tokens"] = 0,
        ["output_tokens"] = output,
    };
}
