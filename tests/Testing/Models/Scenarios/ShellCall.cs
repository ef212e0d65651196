using System.Text.Json.Nodes;
using Homeport.Testing.Models.Conversations;

namespace Homeport.Testing.Models.Scenarios;

/// <summary>A command in the agent's own shell tool.</summary>
internal static class ShellCall
{
    private static readonly string[] Tools =
    [
        "Bash", "bash", "exec_command", "shell_command", "shell", "local_shell", "run_shell_command", "run_commands",
        "execute_command", "run_terminal_cmd",
    ];

    /// <summary>Null when the agent offers no shell.</summary>
    public static ToolCall? Make(ModelRequest request, string command, bool elevated)
    {
        if (ToolInput.Find(request, Tools) is not { } tool)
        {
            return null;
        }

        if (tool.Kind == ToolKind.LocalShell)
        {
            return new ToolCall(tool, new JsonObject { ["command"] = Argv(command) });
        }

        var wishes = new JsonObject();
        foreach (var name in (string[])["command", "cmd", "commands"])
        {
            wishes[name] = Shape(name, tool.Properties[name] as JsonObject ?? [], command);
        }

        if (elevated)
        {
            wishes["sandbox_permissions"] = "require_escalated"; // Codex
            wishes["justification"] = "The fake model asks for permission.";
            wishes["requires_approval"] = true; // Cline
        }

        return new ToolCall(tool, Fill(tool, wishes));
    }

    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static JsonObject Fill(OfferedTool tool, JsonObject wishes)
    {
        var input = ToolInput.Fill(tool, []);
        foreach (var (name, wish) in wishes)
        {
            if (tool.Properties.ContainsKey(name))
            {
                input[name] = wish!.DeepClone();
            }
        }

        return input;
    }

    /// <summary>A string, one argument list, or (<c>commands</c>) a list of commands, as the schema wants it.</summary>
    private static JsonNode Shape(string name, JsonObject schema, string command)
    {
        var branches = (schema["anyOf"] as JsonArray ?? []).OfType<JsonObject>().Prepend(schema);
        if (branches.FirstOrDefault(branch => branch["type"]?.ToString() == "array") is not { } list)
        {
            return command;
        }

        return name != "commands" ? Argv(command)
            : list["items"]?["type"]?.ToString() == "object" ? new JsonArray(new JsonObject { ["command"] = command })
            : new JsonArray((JsonNode)command);
    }

    private static JsonArray Argv(string command) => ["bash", "-lc", command];
}
