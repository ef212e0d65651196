using System.Text.Json.Nodes;
using Homeport.Testing.Models.Conversations;

namespace Homeport.Testing.Models.Scenarios;

/// <summary>
/// A session written down beforehand, for prompts in plain words. The file is a list of
/// <c>{"prompt": "words of the prompt", "steps": [{"text": "…", "tool": "Read", "input": {…}}, {"text": "the end"}]}</c>;
/// a step is taken per tool result, <c>{cwd}</c> in an input is the agent's folder, <c>"stall": true</c> never ends,
/// <c>"status": 529</c> refuses.
/// </summary>
internal static class ScriptedSession
{
    /// <summary>Null when no entry fits the prompt.</summary>
    public static Answer? Play(Scene scene)
    {
        var script = JsonNode.Parse(File.ReadAllText(scene.Directive.Text("script") ?? ""))!.AsArray();
        var entry = script.FirstOrDefault(entry => scene.Prompt.Contains(entry!["prompt"]!.GetValue<string>(), StringComparison.Ordinal));
        if (entry?["steps"] is not JsonArray { Count: > 0 } steps)
        {
            return null;
        }

        var step = steps[Math.Min(scene.Step, steps.Count - 1)]!;
        var text = step["text"]?.GetValue<string>() ?? "";
        if (step["status"]?.GetValue<int>() is { } status)
        {
            return new Answer { Failure = new Failure(status) };
        }

        if (step["stall"]?.GetValue<bool>() is true)
        {
            return new Answer { Text = text, Midway = Midway.Stall, StallFor = TimeSpan.FromMinutes(10) };
        }

        return step["tool"]?.GetValue<string>() is not { } name ? Answer.Say(text)
            : ToolInput.Find(scene.Request, name) is { } tool ? new Answer { Text = text, Calls = [new ToolCall(tool, InputOf(scene, step))] }
            : Answer.Say($"No tool {name} was offered.");
    }

    private static JsonNode InputOf(Scene scene, JsonNode step)
    {
        var folder = WorkingFolder.Absolute(scene.Request, "");
        return JsonNode.Parse(step["input"]!.ToJsonString().Replace("{cwd}", folder.TrimEnd('/'), StringComparison.Ordinal))!;
    }
}
