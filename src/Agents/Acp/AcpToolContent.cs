using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Acp;

/// <summary>One part of a tool call's content: what it is, or the terminal whose output it is.</summary>
internal readonly record struct AcpToolContent(ToolContent? Fixed, string? TerminalId)
{
    /// <summary>All of a call's content; its bare output where it has none.</summary>
    public static IReadOnlyList<AcpToolContent> ReadAll(JsonElement call, bool keepsContent, WorktreePaths paths)
    {
        List<AcpToolContent> content = [.. call.Items("content").SelectMany(part => Read(part, paths))];
        if (content.Count == 0 && !keepsContent && call.Text("status") is "completed" or "failed" && call.Member("rawOutput") is { } output &&
            OutputText(output) is { Length: > 0 } text)
        {
            content.Add(new(OfText(text), null));
        }

        return content;
    }

    /// <summary>One entry; a difference of several files is one part for each.</summary>
    public static IEnumerable<AcpToolContent> Read(JsonElement part, WorktreePaths paths) =>
        part.Text("type") == "diff" && part.Text("path") is null && (part.Member("changes") ?? part.Member("patch")) is not null
            ? V2.GitPatch.Read(part, paths).Select(content => new AcpToolContent(content, null))
            : [ReadOne(part, paths)];

    private static AcpToolContent ReadOne(JsonElement part, WorktreePaths paths) => part.Text("type") switch
    {
        "diff" when part.Text("path") is { } path => new(
            new()
            {
                Type = ToolContentType.Diff,
                Path = paths.Shorten(path),
                OldText = part.Text("oldText"),
                NewText = part.Text("newText") ?? "",
            },
            null),
        "content" when part.Member("content") is { } block => new(ReadBlock(block), null),
        "terminal" when part.Text("terminalId") is { } id => new(null, id),
        _ => new(OfText(part.GetRawText()), null),
    };

    private static ToolContent ReadBlock(JsonElement block) => block.Text("type") switch
    {
        "text" => OfText(block.Text("text") ?? ""),
        "image" => new() { Type = ToolContentType.Image, Data = block.Text("data"), MediaType = block.Text("mimeType") },
        "resource_link" => OfText(block.Text("uri") ?? block.Text("name") ?? ""),
        "resource" when block.Member("resource").Text("text") is { } text => OfText(text),
        _ => OfText(block.GetRawText()),
    };

    private static string? OutputText(JsonElement output) => output.ValueKind == JsonValueKind.String
        ? output.AsText()
        : output.Text("output") ?? output.Text("formatted_output") ?? output.Text("content") ?? output.Text("message") ??
            output.Text("error") ?? (output.HasSomething() ? JsonWriting.Indented(JsonWriting.Writable(output)) : null);

    private static ToolContent OfText(string text) => new() { Type = ToolContentType.Text, Text = text };
}
