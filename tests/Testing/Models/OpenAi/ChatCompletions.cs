using System.Text.Json.Nodes;
using Homeport.Testing.Models.Conversations;
using Homeport.Testing.Models.Scenarios;

namespace Homeport.Testing.Models.OpenAi;

/// <summary>POST /v1/chat/completions. https://platform.openai.com/docs/api-reference/chat</summary>
internal sealed class ChatCompletions : IWireFormat
{
    private const long Created = 1_700_000_000;

    public ModelRequest? Read(string path, JsonObject body)
    {
        if (!path.EndsWith("/chat/completions", StringComparison.Ordinal))
        {
            return null;
        }

        var conversation = new Conversation();
        var system = new List<string>();
        foreach (var message in body["messages"].Objects())
        {
            ReadMessage(message, conversation, system);
        }

        return new ModelRequest
        {
            Api = "chat",
            Model = body["model"].Text() ?? "",
            Streamed = body["stream"].IsTrue(),
            System = string.Join('\n', system),
            Turns = conversation.Turns,
            Tools =
            [
                .. body["tools"].Objects().Select(tool => tool["function"]).OfType<JsonObject>()
                    .Select(function => new OfferedTool(function["name"].Text() ?? "", ToolKind.Function, function["parameters"] as JsonObject)),
            ],
            AnswerSchema = body["response_format"]?["json_schema"]?["schema"] as JsonObject,
            WantsUsage = body["stream_options"]?["include_usage"].IsTrue() == true,
        };
    }

    public JsonObject Whole(ModelRequest request, Answer answer, AnswerIds ids)
    {
        var id = ids.Next("chatcmpl-");
        var message = new JsonObject { ["role"] = "assistant", ["content"] = answer.Text.Length > 0 ? answer.Text : null };
        if (answer.Calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. answer.Calls.Select(call => CallOf(call.Tool.Name, call.InputText, ids.Next("call_")))]);
        }

        return new JsonObject
        {
            ["id"] = id,
            ["object"] = "chat.completion",
            ["created"] = Created,
            ["model"] = request.Model,
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = FinishOf(answer) }),
            ["usage"] = Usage(request, answer),
        };
    }

    public IEnumerable<StreamPart> Stream(ModelRequest request, Answer answer, AnswerIds ids)
    {
        var id = ids.Next("chatcmpl-");
        yield return Chunk(new JsonObject { ["role"] = "assistant", ["content"] = "" });
        foreach (var delta in answer.Deltas)
        {
            yield return Chunk(new JsonObject { ["content"] = delta }) with { IsTextDelta = true };
        }

        for (var index = 0; index < answer.Calls.Count; index++)
        {
            var call = CallOf(answer.Calls[index].Tool.Name, "", ids.Next("call_"));
            call.Insert(0, "index", index);
            yield return Chunk(new JsonObject { ["tool_calls"] = new JsonArray(call) });
            foreach (var piece in answer.Calls[index].InputText.Pieces())
            {
                var part = new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = piece } };
                yield return Chunk(new JsonObject { ["tool_calls"] = new JsonArray(part) });
            }
        }

        yield return Chunk([], FinishOf(answer));
        if (request.WantsUsage)
        {
            var last = Head();
            (last["choices"], last["usage"]) = (new JsonArray(), Usage(request, answer));
            yield return new StreamPart(null, last.ToJsonString());
        }

        yield return new StreamPart(null, "[DONE]");

        JsonObject Head() => new() { ["id"] = id, ["object"] = "chat.completion.chunk", ["created"] = Created, ["model"] = request.Model };

        StreamPart Chunk(JsonObject delta, string? finish = null)
        {
            var chunk = Head();
            chunk["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish });
            return new StreamPart(null, chunk.ToJsonString());
        }
    }

    public Refusal Refuse(Failure failure, TimeProvider time) => OpenAiRefusal.Of(failure, time);

    private static void ReadMessage(JsonObject message, Conversation conversation, List<string> system)
    {
        switch (message["role"].Text())
        {
            case "system" or "developer":
                system.Add(message["content"].Content());
                break;
            case "tool":
                conversation.Add(Speaker.Tool, message["content"].Content());
                break;
            case "assistant":
                var calls = message["tool_calls"].Objects().Select(call => $"[call {call["function"]?["name"].Text()}]");
                conversation.Add(Speaker.Model, message["content"].Content() + string.Concat(calls));
                break;
            default:
                foreach (var block in message["content"].Blocks())
                {
                    conversation.Add(Speaker.User, block);
                }

                break;
        }
    }

    private static JsonObject CallOf(string name, string arguments, string id) => new()
    {
        ["id"] = id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments },
    };

    private static string FinishOf(Answer answer) => answer.Calls.Count > 0 ? "tool_calls" : "stop";

    private static JsonObject Usage(ModelRequest request, Answer answer) => new()
    {
        ["prompt_tokens"] = request.InputTokens,
        ["completion_tokens"] = answer.OutputTokens,
        ["total_tokens"] = request.InputTokens + answer.OutputTokens,
    };
}
