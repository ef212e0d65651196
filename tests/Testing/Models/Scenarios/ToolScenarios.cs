using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Homeport.Testing.Models.Conversations;

namespace Homeport.Testing.Models.Scenarios;

/// <summary>The scripts that use tools. Each is a function of the step, so a resumed or repeated request gets the same answer.</summary>
internal static partial class ToolScenarios
{
    private static readonly Dictionary<string, Func<Scene, Answer>> Scripts = new(StringComparer.Ordinal)
    {
        ["write-file"] = WriteFile,
        ["shell"] = scene => Shell(scene, times: 1, "echo hello-from-shell"),
        ["ask-permission"] = scene => Shell(scene, times: 1, "touch permission-probe.txt", elevated: true),
        ["tool-loop"] = scene => Shell(scene, scene.Directive.Count ?? 3, $"echo step-{scene.Step + 1}"),
        ["parallel"] = Parallel,
        ["call"] = Call,
        ["question"] = Question,
        ["plan"] = Plan,
        ["play"] = scene => ScriptedSession.Play(scene) ?? Answer.Say("The script knows nothing of this prompt."),
    };

    public static bool Knows(string name) => Scripts.ContainsKey(name);

    public static Answer? Play(Scene scene) =>
        Scripts.TryGetValue(scene.Directive.Name, out var script) ? script(scene) : null;

    private static Answer WriteFile(Scene scene)
    {
        if (scene.Step > 0)
        {
            return Finish(scene);
        }

        var path = WorkingFolder.Absolute(scene.Request, scene.Directive.Text("path") ?? "hello.txt");
        var content = scene.Directive.Text("content") ?? "Hello from the fake model.\n";
        return FileCall.Make(scene.Request, path, content) is { } call
            ? Use(scene, $"I will write {Path.GetFileName(path)}.", call)
            : Answer.Say("No tool that could write a file was offered.");
    }

    private static Answer Shell(Scene scene, int times, string otherwise, bool elevated = false) =>
        scene.Step >= times ? Finish(scene)
        : ShellCall.Make(scene.Request, scene.Directive.Text("cmd") ?? otherwise, elevated) is { } call
            ? Use(scene, times == 1 ? "I will run a command." : $"Step {scene.Step + 1} of {times}.", call)
            : Answer.Say("No shell was offered.");

    private static Answer Parallel(Scene scene)
    {
        var count = scene.Directive.Count ?? 2;
        var calls = Enumerable.Range(1, count)
            .Select(number => ShellCall.Make(scene.Request, scene.Directive.Text("cmd") ?? $"echo parallel-{number}", elevated: false))
            .OfType<ToolCall>().ToArray();
        return scene.Step > 0 ? Finish(scene)
            : calls.Length == count ? Use(scene, $"I will run {count} commands.", calls)
            : Answer.Say("No shell was offered.");
    }

    private static Answer Call(Scene scene)
    {
        var wanted = scene.Directive.Text("tool") ?? "";
        var tool = scene.Request.Tools.FirstOrDefault(tool => wanted is ['*', .. var ending]
            ? tool.Name.EndsWith(ending, StringComparison.Ordinal)
            : tool.Name == wanted);
        return scene.Step > 0 ? Finish(scene)
            : tool is null ? Answer.Say($"Tool {wanted} was not offered. Offered: {string.Join(", ", scene.Request.Tools.Select(offered => offered.Name))}")
            : Use(scene, $"I will call {tool.Name}.", new ToolCall(tool, InputOf(scene, tool)));
    }

    private static JsonNode InputOf(Scene scene, OfferedTool tool)
    {
        if (scene.Directive.Text("args") is not { } given)
        {
            return ToolInput.Fill(tool, []);
        }

        try
        {
            return JsonNode.Parse(given) ?? given;
        }
        catch (JsonException)
        {
            return given; // free text for a custom tool
        }
    }

    private static Answer Question(Scene scene)
    {
        if (scene.Step > 0)
        {
            return Finish(scene);
        }

        var options = new JsonArray();
        foreach (var label in (scene.Directive.Text("options") ?? "Red,Blue").Split(','))
        {
            options.Add((JsonNode)new JsonObject { ["label"] = label, ["value"] = label, ["description"] = $"Choose {label}" });
        }

        var wish = new JsonObject
        {
            ["question"] = scene.Directive.Text("question") ?? "Which color?",
            ["header"] = "Color",
            ["id"] = "color",
            ["options"] = options,
        };
        return ToolInput.Find(scene.Request, "AskUserQuestion", "ask_user_question", "ask_user", "request_user_input", "question") is { } tool
            ? Use(scene, "I have a question.", new ToolCall(tool, ToolInput.Fill(tool, wish)))
            : Answer.Say("No tool to ask a question was offered.");
    }

    /// <summary>Claude Code names a file for the plan and reads it when ExitPlanMode is called; others take the plan as input.</summary>
    private static Answer Plan(Scene scene)
    {
        var plan = scene.Directive.Text("plan") ?? "# Plan\n\n1. Write hello.txt\n2. Check it\n";
        var file = scene.Request.Turns.Where(turn => turn.Speaker == Speaker.User).SelectMany(turn => turn.Blocks)
            .Prepend(scene.Request.System)
            .Select(text => PlanFile().Match(text)).FirstOrDefault(match => match.Success)?.Value;
        var exitAt = file is null ? 0 : 1;
        if (scene.Step < exitAt && FileCall.Make(scene.Request, file!, plan) is { } write)
        {
            return Use(scene, "I will write the plan.", write);
        }

        return scene.Step > exitAt ? Finish(scene)
            : ToolInput.Find(scene.Request, "ExitPlanMode", "exit_plan_mode", "update_plan") is { } tool
            ? Use(scene, "The plan is ready.", new ToolCall(tool, ToolInput.Fill(tool, new JsonObject { ["plan"] = plan })))
            : Answer.Say("No tool to present a plan was offered.");
    }

    private static Answer Use(Scene scene, string text, params ToolCall[] calls) =>
        new() { Text = scene.Directive.Text("text") ?? text, Calls = calls };

    private static Answer Finish(Scene scene) =>
        Answer.Say(scene.Directive.Text("final") ?? $"Done. The tool said: {ScenarioBook.OneLine(scene.LastResult, 120)}");

    [GeneratedRegex(@"/[^\s`'""<>]+/plans/[^\s`'""<>]+\.md")]
    private static partial Regex PlanFile();
}
