using System.Text.Json;
using Homeport.Agents.Codex;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Past.Codex;

/// <summary>The tool calls in Codex's record, as the model made them.</summary>
internal sealed class CodexCalls(SerialSink sink, WorktreePaths paths, ItemIds items)
{
    private const string PatchTool = "apply_patch";

    public async ValueTask StartAsync(JsonElement item, CancellationToken cancellationToken)
    {
        var tool = item.Text("name") ?? item.Text("type") ?? "tool";
        var input = item.Text("arguments") is { } arguments ? CodexWords.Parse(arguments) : item.Member("action") ?? default;
        if (tool == "update_plan" && input.ValueKind == JsonValueKind.Object)
        {
            await sink.PublishAsync(EventKinds.Plan, null, PlanOf(input), ProtocolJson.Default.PlanPayload, cancellationToken);
            return;
        }

        var call = tool == PatchTool ? PatchOf(item.Text("input") ?? input.Text("input") ?? "") : CallOf(tool, input, item);
        await sink.ToolCallAsync(
            IdOf(item),
            call with { Status = item.Text("type") is "web_search_call" ? ToolStatus.Completed : ToolStatus.InProgress },
            cancellationToken);
    }

    public async ValueTask FinishAsync(JsonElement item, CancellationToken cancellationToken)
    {
        var output = CodexWords.Output(item.Member("output"));
        await sink.ToolCallAsync(
            IdOf(item),
            new()
            {
                Status = item.Member("output")?.Member("success") is { ValueKind: JsonValueKind.False } ? ToolStatus.Failed : ToolStatus.Completed,
                Content = output.Length == 0 || IsOnlyPraise(output) ? null : [new() { Type = ToolContentType.Text, Text = output }],
            },
            cancellationToken);
    }

    /// <summary>How a command ended, which Codex notes for its own screen; also one that the person typed, which the model did not call.</summary>
    public async ValueTask EndAsync(JsonElement command, CancellationToken cancellationToken)
    {
        var exit = (int?)command.Whole("exit_code");
        await sink.ToolCallAsync(
            IdOf(command),
            new()
            {
                Title = ArgumentsOf(command) is { } line ? Titles.FirstLine(line) : null,
                Kind = ToolKind.Execute,
                Status = exit is not (null or 0) || command.Text("status") is "failed" or "declined" ? ToolStatus.Failed : ToolStatus.Completed,
                ExitCode = exit,
            },
            cancellationToken);
    }

    private string IdOf(JsonElement item) => (item.Text("call_id") ?? item.Text("id")) is { Length: > 0 } id ? items.For(id) : items.Create();

    private static ToolCallPayload CallOf(string tool, JsonElement input, JsonElement item)
    {
        var command = input.Text("cmd") ?? input.Text("command") ?? ArgumentsOf(input);
        return tool switch
        {
            "exec_command" or "shell" or "shell_command" or "container.exec" or "local_shell_call" or "write_stdin" => new()
            {
                Title = Titles.FirstLine(CodexItems.Unwrap(command ?? tool)),
                Kind = ToolKind.Execute,
                ToolName = tool,
                Input = Known(input),
            },
            "view_image" => new() { Title = Titles.FirstLine($"Look at {input.Text("path")}"), Kind = ToolKind.Read, ToolName = tool },
            "web_search_call" => new()
            {
                Title = Titles.FirstLine($"Search the web for {input.Text("query")}"),
                Kind = ToolKind.Fetch,
                ToolName = tool,
            },
            _ => new()
            {
                Title = Titles.FirstLine(tool),
                Kind = ToolKind.Other,
                ToolName = tool,
                Input = Known(input),
                Content = item.Text("input") is { Length: > 0 } text ? [new() { Type = ToolContentType.Text, Text = text }] : null,
            },
        };
    }

    /// <summary><c>{"command":["bash","-lc","make"]}</c> as its last word, where that is what the shell runs.</summary>
    private static string? ArgumentsOf(JsonElement input)
    {
        string[] words = [.. input.Items("command").Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.AsText())];
        return words.Length == 0 ? null : words is [_, "-lc" or "-c", var only] ? only : string.Join(' ', words);
    }

    private ToolCallPayload PatchOf(string patch)
    {
        IReadOnlyList<ToolContent> files = [.. CodexPatch.FilesOf(patch).Select(file => file with { Path = paths.Shorten(file.Path ?? "") })];
        return new()
        {
            Title = Titles.FirstLine(files is [var only] ? $"Edit {only.Path}" : $"Edit {files.Count} files"),
            Kind = ToolKind.Edit,
            ToolName = PatchTool,
            Content = files.Count > 0 ? files : [new() { Type = ToolContentType.Text, Text = patch }],
            Locations = [.. files.Select(file => new ToolLocation { Path = file.Path! })],
        };
    }

    private static PlanPayload PlanOf(JsonElement input) => new()
    {
        Entries =
        [
            .. input.Items("plan").Select(step => new PlanEntry
            {
                Content = step.Text("step") ?? "",
                Status = step.Text("status") switch
                {
                    "completed" => PlanEntryStatus.Completed,
                    "in_progress" => PlanEntryStatus.InProgress,
                    _ => PlanEntryStatus.Pending,
                },
            }),
        ],
    };

    private static JsonElement? Known(JsonElement input) => input.ValueKind == JsonValueKind.Undefined ? null : JsonWriting.Writable(input);

    /// <summary>A successful edit says no more than its diff, which is there already.</summary>
    private static bool IsOnlyPraise(string output) =>
        output.Contains("Success. Updated the following files:", StringComparison.Ordinal);
}
