using System.Text.Json.Nodes;
using Homeport.Testing.Models.Conversations;
using Homeport.Testing.Models.Scenarios;

namespace Homeport.Testing.Models.OpenAi;

/// <summary>One output item of a response, whole and as the events that build it up.</summary>
internal sealed record ResponsesItem(JsonObject Whole)
{
    public const string TextDelta = "response.output_text.delta";

    public static IReadOnlyList<ResponsesItem> All(Answer answer, AnswerIds ids)
    {
        var items = new List<ResponsesItem>();
        if (answer.Thinking is { } thinking)
        {
            items.Add(new(new JsonObject
            {
                ["id"] = ids.Next("rs_"),
                ["type"] = "reasoning",
                ["summary"] = new JsonArray(new JsonObject { ["type"] = "summary_text", ["text"] = thinking }),
                ["encrypted_content"] = null,
            }));
        }

        if (answer.Text.Length > 0)
        {
            items.Add(new(new JsonObject
            {
                ["id"] = ids.Next("msg_"),
                ["type"] = "message",
                ["role"] = "assistant",
                ["status"] = "completed",
                ["content"] = new JsonArray(TextOf(answer.Text)),
            }));
        }

        items.AddRange(answer.Calls.Select(call => CallOf(call, ids)));
        return items;
    }

    /// <summary>Event types with their members, without the sequence number.</summary>
    public IEnumerable<(string Type, JsonObject Members)> Stream(int index, Answer answer)
    {
        var events = Whole["type"].Text() switch
        {
            "reasoning" => StreamReasoning(index, answer.Thinking!),
            "message" => StreamMessage(index, answer),
            "function_call" => StreamInput(index, "arguments", "response.function_call_arguments"),
            "custom_tool_call" => StreamInput(index, "input", "response.custom_tool_call_input"),
            _ => [Added(index)],
        };
        return events.Append(("response.output_item.done", new JsonObject { ["output_index"] = index, ["item"] = Whole.DeepClone() }));
    }

    private static ResponsesItem CallOf(ToolCall call, AnswerIds ids)
    {
        var item = new JsonObject { ["id"] = ids.Next("fc_"), ["status"] = "completed", ["call_id"] = ids.Next("call_") };
        if (call.Tool.Namespace is { } group)
        {
            item["namespace"] = group;
        }

        switch (call.Tool.Kind)
        {
            case ToolKind.Custom:
                (item["type"], item["name"], item["input"]) = ("custom_tool_call", call.Tool.Name, call.InputText);
                break;
            case ToolKind.LocalShell:
                item["type"] = "local_shell_call";
                item["action"] = new JsonObject { ["type"] = "exec", ["command"] = call.Input["command"]!.DeepClone(), ["env"] = new JsonObject() };
                break;
            case ToolKind.Function:
                (item["type"], item["name"], item["arguments"]) = ("function_call", call.Tool.Name, call.InputText);
                break;
        }

        return new(item);
    }

    private static JsonObject TextOf(string text) => new()
    {
        ["type"] = "output_text",
        ["text"] = text,
        ["annotations"] = new JsonArray(),
        ["logprobs"] = new JsonArray(),
    };

    private IEnumerable<(string Type, JsonObject Members)> StreamReasoning(int index, string thinking)
    {
        const string Part = "response.reasoning_summary_part", Text = "response.reasoning_summary_text";
        yield return Added(index, ("summary", new JsonArray()));
        yield return (Part + ".added", At(index, ("summary_index", 0), ("part", Summary(""))));
        yield return (Text + ".delta", At(index, ("summary_index", 0), ("delta", thinking)));
        yield return (Text + ".done", At(index, ("summary_index", 0), ("text", thinking)));
        yield return (Part + ".done", At(index, ("summary_index", 0), ("part", Summary(thinking))));

        static JsonObject Summary(string text) => new() { ["type"] = "summary_text", ["text"] = text };
    }

    private IEnumerable<(string Type, JsonObject Members)> StreamMessage(int index, Answer answer)
    {
        yield return Added(index, ("status", "in_progress"), ("content", new JsonArray()));
        yield return ("response.content_part.added", At(index, ("content_index", 0), ("part", TextOf(""))));
        foreach (var delta in answer.Deltas)
        {
            yield return (TextDelta, At(index, ("content_index", 0), ("delta", delta), ("logprobs", new JsonArray())));
        }

        yield return ("response.output_text.done", At(index, ("content_index", 0), ("text", answer.Text), ("logprobs", new JsonArray())));
        yield return ("response.content_part.done", At(index, ("content_index", 0), ("part", TextOf(answer.Text))));
    }

    private IEnumerable<(string Type, JsonObject Members)> StreamInput(int index, string member, string type)
    {
        var input = Whole[member].Text()!;
        yield return Added(index, ("status", "in_progress"), (member, ""));
        foreach (var piece in input.Pieces())
        {
            yield return (type + ".delta", At(index, ("delta", piece)));
        }

        yield return (type + ".done", At(index, (member, input)));
    }

    private (string Type, JsonObject Members) Added(int index, params (string Name, JsonNode Value)[] begun)
    {
        var item = (JsonObject)Whole.DeepClone();
        Array.ForEach(begun, member => item[member.Name] = member.Value);
        return ("response.output_item.added", new JsonObject { ["output_index"] = index, ["item"] = item });
    }

    private JsonObject At(int index, params (string Name, JsonNode Value)[] members)
    {
        var rest = new JsonObject { ["item_id"] = Whole["id"]!.DeepClone(), ["output_index"] = index };
        Array.ForEach(members, member => rest[member.Name] = member.Value);
        return rest;
    }
}
