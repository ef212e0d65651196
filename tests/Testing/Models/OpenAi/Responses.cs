using System.Text.Json.Nodes;
using Homeport.Testing.Models.Conversations;
using Homeport.Testing.Models.Scenarios;

namespace Homeport.Testing.Models.OpenAi;

/// <summary>POST /v1/responses. https://platform.openai.com/docs/api-reference/responses and /responses-streaming</summary>
internal sealed class Responses : IWireFormat
{
    public ModelRequest? Read(string path, JsonObject body) =>
        path.EndsWith("/responses", StringComparison.Ordinal) ? ResponsesRequest.Read(body) : null;

    public JsonObject Whole(ModelRequest request, Answer answer, AnswerIds ids)
    {
        var id = ids.Next("resp_");
        return Response(request, answer, id, ResponsesItem.All(answer, ids));
    }

    public IEnumerable<StreamPart> Stream(ModelRequest request, Answer answer, AnswerIds ids)
    {
        var id = ids.Next("resp_");
        var items = ResponsesItem.All(answer, ids);
        var sequence = 0;
        yield return Part("response.created", new JsonObject { ["response"] = Pending() });
        yield return Part("response.in_progress", new JsonObject { ["response"] = Pending() });
        for (var index = 0; index < items.Count; index++)
        {
            foreach (var (type, rest) in items[index].Stream(index, answer))
            {
                yield return Part(type, rest) with { IsTextDelta = type == ResponsesItem.TextDelta };
            }
        }

        yield return Part("response.completed", new JsonObject { ["response"] = Response(request, answer, id, items) });

        JsonObject Pending()
        {
            var pending = Response(request, answer, id, []);
            (pending["status"], pending["usage"]) = ("in_progress", null);
            return pending;
        }

        StreamPart Part(string type, JsonObject rest)
        {
            rest.Insert(0, "type", type);
            rest.Insert(1, "sequence_number", sequence++);
            return new StreamPart(type, rest.ToJsonString());
        }
    }

    public Refusal Refuse(Failure failure, TimeProvider time) => OpenAiRefusal.Of(failure, time);

    private static JsonObject Response(ModelRequest request, Answer answer, string id, IReadOnlyList<ResponsesItem> items) => new()
    {
        ["id"] = id,
        ["object"] = "response",
        ["created_at"] = 1_700_000_000,
        ["status"] = "completed",
        ["error"] = null,
        ["incomplete_details"] = null,
        ["model"] = request.Model,
        ["output"] = new JsonArray([.. items.Select(item => item.Whole.DeepClone())]),
        ["parallel_tool_calls"] = true,
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["metadata"] = new JsonObject(),
        ["instructions"] = null,
        ["temperature"] = 1,
        ["top_p"] = 1,
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = request.InputTokens,
            ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
            ["output_tokens"] = answer.OutputTokens,
            ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
            ["total_tokens"] = request.InputTokens + answer.OutputTokens,
        },
    };
}
