using System.Text;

using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;

namespace Homeport.Agents.Demo;

/// <summary>One turn of the demo agent.</summary>
internal sealed class DemoScenario(DemoStage stage, DemoSession session, TimeProvider time, bool hasForms)
{
    private readonly DemoFiles _files = new(session.Folder);
    private readonly DemoToolCalls _calls = new(stage, session);

    /// <summary>The answer to the prompt.</summary>
    public JsonObject Answer { get; } = new() { ["stopReason"] = "end_turn" };

    public Task PlayAsync(DemoPrompt prompt, CancellationToken cancellationToken) => prompt.Word switch
    {
        "write-file" when prompt.Rest.Length > 0 => WriteFileAsync(prompt.Rest, cancellationToken),
        "edit-file" when prompt.Rest.Length > 0 => EditFileAsync(prompt.Rest, cancellationToken),
        "ask-permission" => AskPermissionAsync(prompt.Rest, cancellationToken),
        "question" => AskQuestionAsync(cancellationToken),
        "plan" => PlanAsync(cancellationToken),
        "Keep" when prompt.Rest.StartsWith("planning:", StringComparison.Ordinal) => PlanAsync(cancellationToken),
        "Denied:" => stage.SayAsync("Now I know why.", cancellationToken).AsTask(),
        "long-stream" => StreamAsync(prompt.Number(100), TimeSpan.FromMilliseconds(10), cancellationToken),
        "flood" => StreamAsync(prompt.Number(1_000), TimeSpan.Zero, cancellationToken),
        "usage" => ReportUsageAsync(prompt.Number(0), cancellationToken),
        _ => ExplainAsync(prompt, cancellationToken),
    };

    /// <summary>What a correct agent never prints, in the middle of what it does.</summary>
    public async Task SayGarbageAsync(DemoTransport transport, int longLine, CancellationToken cancellationToken)
    {
        await stage.SayAsync("Now I say what is no protocol. ", cancellationToken);
        string[] lines =
        [
            "Segmentation fault (just a joke)",
            """{"jsonrpc":"2.0","method":"session/update","params":{"sess""",
            """{"jsonrpc":"2.0","id":"nobody-asked","result":{}}""",
            """{"hello":"world"}""",
            """["an","array"]""",
            "\u0007\u001b[31mred\u001b[0m",
        ];
        foreach (var line in lines)
        {
            await transport.SendAsync(Encoding.UTF8.GetBytes(line), cancellationToken);
        }

        if (longLine > 0)
        {
            var line = new byte[longLine];
            line.AsSpan().Fill((byte)'x');
            await transport.SendAsync(line, cancellationToken);
        }

        await stage.UpdateAsync(new() { ["sessionUpdate"] = "sun_spots", ["count"] = 3 }, cancellationToken);
        await stage.SayAsync("And here I am again.", cancellationToken);
    }

    private async Task WriteFileAsync(string rest, CancellationToken cancellationToken)
    {
        var (name, text) = Split(rest);
        await stage.SayAsync($"I will write {name}.", cancellationToken);
        await ChangeAsync(name, "Write", _ => text.Length > 0 ? $"{text}\n" : "Hello from the demo agent.\n", cancellationToken);
    }

    private async Task EditFileAsync(string rest, CancellationToken cancellationToken)
    {
        var (name, _) = Split(rest);
        await stage.SayAsync($"I will edit {name}.", cancellationToken);
        await ChangeAsync(name, "Edit", before => $"{WithLineEnd(before)}Edited by the demo agent.\n", cancellationToken);
    }

    /// <summary>A real change of a file, after permission where the mode wants one.</summary>
    private async Task ChangeAsync(string name, string verb, Func<string, string> change, CancellationToken cancellationToken)
    {
        if (_files.Resolve(name) is not { } path)
        {
            await stage.SayAsync($" {name} is outside of the working directory, so I leave it alone.", cancellationToken);
            return;
        }

        if (session.Mode == DemoModes.Plan)
        {
            await stage.SayAsync(" But I only plan in this mode, so I change nothing.", cancellationToken);
            return;
        }

        var before = await DemoFiles.ReadAsync(path, cancellationToken);
        var after = change(before ?? "");
        var diff = new JsonObject { ["type"] = "diff", ["path"] = path, ["oldText"] = before, ["newText"] = after };
        var call = _calls.New($"{verb} {name}", "edit");
        call["locations"] = new JsonArray((JsonNode)new JsonObject { ["path"] = path });
        call["content"] = new JsonArray((JsonNode)diff);
        await _calls.AnnounceAsync(call, cancellationToken);
        if (session.Mode == DemoModes.Default && !await _calls.IsAllowedAsync(call, "edit", cancellationToken))
        {
            await _calls.FinishAsync(call, "failed", cancellationToken);
            await stage.SayAsync($" You said no, so {name} stays as it is.", cancellationToken);
            return;
        }

        try
        {
            await DemoFiles.WriteAsync(path, after, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await _calls.FinishAsync(call, "failed", cancellationToken);
            await stage.SayAsync($" That did not work: {exception.Message}", cancellationToken);
            return;
        }

        await _calls.FinishAsync(call, "completed", cancellationToken);
        await stage.SayAsync($" {name} is written.", cancellationToken);
    }

    private async Task AskPermissionAsync(string rest, CancellationToken cancellationToken)
    {
        var command = rest.Length > 0 ? rest : "echo hello from the demo agent";
        await stage.SayAsync("I would like to run a command.", cancellationToken);
        var call = _calls.New(command, "execute");
        call["rawInput"] = new JsonObject { ["command"] = command };
        await _calls.AnnounceAsync(call, cancellationToken);
        if (session.Mode == DemoModes.Plan || (session.Mode != DemoModes.Bypass && !await _calls.IsAllowedAsync(call, "execute", cancellationToken)))
        {
            await _calls.FinishAsync(call, "failed", cancellationToken);
            await stage.SayAsync(" It was not allowed, so I go on without it.", cancellationToken);
            return;
        }

        call["content"] = new JsonArray((JsonNode)new JsonObject
        {
            ["type"] = "content",
            ["content"] = new JsonObject { ["type"] = "text", ["text"] = "(The demo agent runs no commands. A real agent would have.)" },
        });
        await _calls.FinishAsync(call, "completed", cancellationToken);
        await stage.SayAsync(" Thank you. This is where a real agent would have run it.", cancellationToken);
    }

    private async Task AskQuestionAsync(CancellationToken cancellationToken)
    {
        if (!hasForms)
        {
            await stage.SayAsync("This client does not take questions.", cancellationToken);
            return;
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["colour"] = new JsonObject
                {
                    ["type"] = "string",
                    ["title"] = "Colour",
                    ["description"] = "Which colour shall the button have?",
                    ["oneOf"] = new JsonArray(
                        Choice("blue", "Blue", "Calm, like all the others"), Choice("red", "Red", "Nobody will miss it"),
                        Choice("none", "No colour", "Text only")),
                },
            },
            ["required"] = new JsonArray((JsonNode)"colour"),
        };
        var answers = await stage.AskFormAsync("Which colour shall the button have?", schema, cancellationToken);
        await stage.SayAsync(
            answers.Text("colour") is { } colour ? $"You chose: {colour}." : "No answer, so I leave it as it is.", cancellationToken);
    }

    private async Task PlanAsync(CancellationToken cancellationToken)
    {
        string[] steps = ["Look at the folder", "Write demo-plan.md", "Tell what was done"];
        await stage.ThinkAsync("Let me think about the steps first.", cancellationToken);
        await ShowPlanAsync(steps, done: 0, cancellationToken);
        var call = _calls.New("Ready to start?", "switch_mode");
        call["content"] = new JsonArray((JsonNode)new JsonObject
        {
            ["type"] = "content",
            ["content"] = new JsonObject
            {
                ["type"] = "text",
                ["text"] = "## Plan\n\n" + string.Concat(steps.Select((step, index) => $"{index + 1}. {step}\n")),
            },
        });
        await _calls.AnnounceAsync(call, cancellationToken);
        var answer = await stage.AskAsync(
            call.DeepClone().AsObject(),
            [
                (DemoModes.Default, "allow_once", "Approve"),
                (DemoModes.AcceptEdits, "allow_always", "Approve and accept edits"),
                (DemoModes.Plan, "reject_once", "Keep planning"),
            ],
            cancellationToken);
        if (answer is null or DemoModes.Plan)
        {
            await _calls.FinishAsync(call, "failed", cancellationToken);
            await stage.SayAsync("Then I keep planning. Tell me what to change.", cancellationToken);
            return;
        }

        await _calls.FinishAsync(call, "completed", cancellationToken);
        session.Mode = answer;
        await stage.UpdateAsync(new() { ["sessionUpdate"] = "current_mode_update", ["currentModeId"] = answer }, cancellationToken);
        await ShowPlanAsync(steps, done: 1, cancellationToken);
        await ChangeAsync("demo-plan.md", "Write", _ => "# Made by the demo agent\n\nAs planned.\n", cancellationToken);
        await ShowPlanAsync(steps, done: 3, cancellationToken);
        await stage.SayAsync(" That was the plan.", cancellationToken);
    }

    private ValueTask ShowPlanAsync(string[] steps, int done, CancellationToken cancellationToken) => stage.UpdateAsync(
        new()
        {
            ["sessionUpdate"] = "plan",
            ["entries"] = new JsonArray(
            [
                .. steps.Select((step, index) => (JsonNode)new JsonObject
                {
                    ["content"] = step,
                    ["priority"] = "medium",
                    ["status"] = index < done ? "completed" : index == done ? "in_progress" : "pending",
                }),
            ]),
        },
        cancellationToken);

    private async Task StreamAsync(int count, TimeSpan pause, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var number = 1; number <= count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await stage.SayAsync($"delta {number}{(number % 10 == 0 ? "\n" : " ")}", cancellationToken);
            var due = pause * number - time.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, time, cancellationToken);
            }
        }
    }

    /// <summary>Then it talks on for so many deltas, so that a budget can be seen to end it.</summary>
    private async Task ReportUsageAsync(int deltas, CancellationToken cancellationToken)
    {
        await stage.SayAsync("These figures are made up: 1,200 tokens in, 340 out, 1.5 cents.", cancellationToken);
        await stage.UpdateAsync(
            new()
            {
                ["sessionUpdate"] = "usage_update",
                ["used"] = 1_540,
                ["size"] = 200_000,
                ["cost"] = new JsonObject { ["amount"] = 0.015, ["currency"] = "USD" },
            },
            cancellationToken);
        Answer["usage"] = new JsonObject
        {
            ["inputTokens"] = 1_200,
            ["outputTokens"] = 340,
            ["cachedReadTokens"] = 800,
            ["cachedWriteTokens"] = 100,
            ["totalTokens"] = 1_540,
        };
        if (deltas > 0)
        {
            await StreamAsync(deltas, TimeSpan.FromMilliseconds(10), cancellationToken);
        }
    }

    private async Task ExplainAsync(DemoPrompt prompt, CancellationToken cancellationToken)
    {
        const string explanation =
            "I am the demo agent: no model is behind me, so I cannot do what you ask. But I can show how Homeport works. " +
            "I note your prompt in `demo-notes.md`, which is a real edit that you can review, comment and merge.\n\n" +
            "Begin a prompt with one of these words to see more: `write-file NAME`, `edit-file NAME`, `ask-permission`, " +
            "`question`, `plan`, `long-stream 200`, `usage`, `fail`.\n\n";
        await stage.SayAsync(explanation, cancellationToken);
        var note = $"- {Titles.FirstLine(prompt.Text.Length > 0 ? prompt.Text : "(an empty prompt)")}\n";
        await ChangeAsync(
            "demo-notes.md", "Edit", before => before.Length > 0 ? WithLineEnd(before) + note : $"# Notes of the demo agent\n\n{note}", cancellationToken);
    }

    private static JsonObject Choice(string value, string title, string description) =>
        new JsonObject { ["const"] = value, ["title"] = title, ["description"] = description };

    private static (string Name, string Text) Split(string rest) =>
        rest.Split(' ', 2, StringSplitOptions.TrimEntries) is [var name, var text] ? (name, text) : (rest, "");

    private static string WithLineEnd(string text) => text.Length == 0 || text.EndsWith('\n') ? text : $"{text}\n";
}
