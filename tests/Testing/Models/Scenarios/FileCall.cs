using System.Text.Json.Nodes;
using Homeport.Testing.Models.Conversations;

namespace Homeport.Testing.Models.Scenarios;

/// <summary>Writing a file with whatever the agent offers for it: a write tool, a patch tool, or its shell.</summary>
internal static class FileCall
{
    private static readonly string[] WriteTools = ["Write", "write", "write_file", "write_to_file", "create", "create_file", "editor"];
    private static readonly string[] PathNames = ["file_path", "filePath", "path", "absolute_path", "filename", "target_file"];
    private static readonly string[] ContentNames = ["content", "contents", "file_text", "fileText", "new_text", "text"];

    public static ToolCall? Make(ModelRequest request, string path, string content) =>
        ToolInput.Find(request, WriteTools) is { } write ? ByWriting(write, path, content)
        : ToolInput.Find(request, "apply_patch") is { } patch ? ByPatching(patch, path, content)
        : ShellCall.Make(request, $"printf %s {ShellCall.Quote(content)} > {ShellCall.Quote(path)}", elevated: false);

    private static ToolCall ByWriting(OfferedTool tool, string path, string content)
    {
        var wishes = new JsonObject();
        Array.ForEach(PathNames, name => wishes[name] = path);
        Array.ForEach(ContentNames, name => wishes[name] = content);
        if (tool.Properties["command"]?["enum"] is JsonArray commands && commands.Any(command => command?.ToString() == "create"))
        {
            wishes["command"] = "create"; // one editor tool with a verb, as in Cline
        }

        return new ToolCall(tool, ToolInput.Fill(tool, wishes));
    }

    private static ToolCall ByPatching(OfferedTool tool, string path, string content)
    {
        var lines = content.TrimEnd('\n').Split('\n').Select(line => "+" + line);
        var patch = $"*** Begin Patch\n*** Add File: {path}\n{string.Join('\n', lines)}\n*** End Patch\n";
        return new ToolCall(tool, tool.Kind == ToolKind.Custom
            ? patch
            : ToolInput.Fill(tool, new JsonObject { ["input"] = patch, ["patch"] = patch }));
    }
}
